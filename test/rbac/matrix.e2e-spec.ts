/** @needs postgres */
import { readFileSync } from 'node:fs';
import { type CataloguedRoute, RouteCatalogue } from '../../src/modules/rbac/route-catalogue.js';
import { SERVICE_PATHS } from '../../src/modules/services/service-paths.js';
import { aService, type ServiceRow } from '../factories/a-service.js';
import { aUser } from '../factories/a-user.js';
import { anAccount } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

/**
 * Who gets how far on which route. A new route needs a line in `matrix.json`, in the order of the principals there:
 * `yes` past the guard, `no` 403, `hidden` 404, `who?` 401.
 */
const MATRIX = JSON.parse(readFileSync(new URL('matrix.json', import.meta.url), 'utf8')) as {
  readonly principals: Readonly<Record<string, string | null>>;
  readonly routes: Readonly<Record<string, string>>;
};
const PRINCIPALS = Object.entries(MATRIX.principals);

const HOLDER = anAccount({ nichandle: 'xx11111-ovh', customerCode: '1234-567-89' });
const SERVICE = 'matrix.example';

let app: RunningApp;
let routes: readonly CataloguedRoute[];
let ids: Readonly<Record<string, string>>;

const nameOf = ({ method, path }: CataloguedRoute): string => `${method} ${path}`;

beforeAll(async () => {
  app = await startApp();
  ({ routes } = app.get(RouteCatalogue));
  await app.given({ users: [aUser(HOLDER, { login: 'newcomer' })], services: SERVICE_PATHS.map(serviceOfType) });
  await app.sql(`update identity_user set status = 'PASSWORD_CHANGE_REQUIRED' where login = 'newcomer'`);
  const change = await (
    await app.as(HOLDER.nichandle)
  )
    .post(`/1.0/vps/${SERVICE}/changeContact`, { contactTech: HOLDER.nichandle })
    .expect(200);
  await app.settle();
  const [service] = await app.sql<{ id: string }>('select id from service where name = ? limit 1', [SERVICE]);
  const [mail] = await app.mailbox.to();
  const [event] = await app.sql<{ id: string }>('select min(id) as id from audit_event where account = ?', [
    HOLDER.nichandle,
  ]);
  ids = {
    change: String((change.body as number[])[0]),
    service: service?.id ?? '',
    mail: String(mail?.id),
    event: event?.id ?? '',
  };
});

afterAll(() => app.close());

/** The holder is admin and billing contact of one service per type; of the VPS it takes the technical contact back. */
function serviceOfType({ type }: { type: string }): ServiceRow {
  return aService(HOLDER, { type, name: SERVICE, ...(type === 'vps' ? { contactTech: 'zz33333-ovh' } : {}) });
}

/** The route with an object of the holder's in every place. */
function filled(path: string): string {
  return path
    .replace('/contactChange/:id', `/contactChange/${ids.change ?? ''}`)
    .replace('/messages/:id', `/messages/${ids.mail ?? ''}`)
    .replace(':serviceId', ids.service ?? '')
    .replace('/audit/:id', `/audit/${ids.event ?? ''}`)
    .replace('/session/:id', `/session/${ids.session ?? ''}`)
    .replace(':user', 'target')
    .replace(':group', 'TARGETS')
    .replace(/:\w+/, SERVICE);
}

async function callerOf(login: string | null, path: string): Promise<Caller> {
  if (login === null) return app.anybody;
  // Signing out ends the session that the other calls are made with.
  return path.endsWith('/logout') ? Caller.withToken(app.url.api, (await app.openSession(login)).token) : app.as(login);
}

/** What each who may deletes or changes: a user, in a group besides, and a session of the holder. */
async function plantTargets(path: string): Promise<void> {
  const [there] = await app.sql(`select 1 from identity_user where login = 'target'`);
  if (!there) await app.given({ users: [aUser(HOLDER, { login: 'target', group: 'UNPRIVILEGED' })] });
  await app.sql(
    `insert into identity_group (account, name, role, default_group, created_at, updated_at)
     values (?, 'TARGETS', 'NONE', false, now(), now()) on conflict do nothing`,
    [HOLDER.nichandle],
  );
  // Where the user is taken out, the user has to be in; where the group is deleted, nobody may be.
  if (path.includes(':group/user'))
    await app.sql(
      `insert into identity_membership (user_id, group_id)
       select u.id, g.id from identity_user u, identity_group g where u.login = 'target' and g.name = 'TARGETS'
       on conflict do nothing`,
    );
  if (path.includes('/session/')) {
    await app.openSession(HOLDER.nichandle);
    const [session] = await app.sql<{ id: string }>('select max(id) as id from session');
    ids = { ...ids, session: session?.id ?? '' };
  }
}

const WORDS: Readonly<Record<number, string>> = { 401: 'who?', 403: 'no', 404: 'hidden' };

async function howFar({ method, path }: CataloguedRoute, login: string | null): Promise<string> {
  await plantTargets(path);
  const { status } = await (await callerOf(login, path)).call(method, filled(path), method === 'GET' ? undefined : {});
  expect(status).toBeLessThan(500);
  return WORDS[status] ?? 'yes';
}

it('has a line for every route of the process, and none for any other', () => {
  expect(Object.keys(MATRIX.routes).sort()).toEqual([...new Set(routes.map(nameOf))].sort());
});

it('says what happens to each principal on each route', async () => {
  const found: Record<string, string> = {};
  for (const route of routes) {
    const far = [];
    for (const [, login] of PRINCIPALS) far.push(await howFar(route, login));
    found[nameOf(route)] = far.join(' ');
  }
  expect(found).toEqual(MATRIX.routes);
});

/** Without a rule on the object, access is to the kind of object; whether this one exists is not asked. */
const isAnotherQuestion = (route: CataloguedRoute, place: number): boolean =>
  !route.requirement?.rule && MATRIX.routes[nameOf(route)]?.split(' ')[place] === 'hidden';

it('is what /1.0/me/access answers, for each principal on each route', async () => {
  const differing: string[] = [];
  for (const [place, [, login]] of PRINCIPALS.entries()) {
    if (login === null) continue;
    const caller = await app.as(login);
    for (const route of routes) {
      if (isAnotherQuestion(route, place)) continue;
      const far = MATRIX.routes[nameOf(route)]?.split(' ')[place];
      const query = new URLSearchParams({ method: route.method, path: filled(route.path) });
      const answer = await caller.get(`/1.0/me/access?${query.toString()}`).expect(200);
      const { allowed, rule, explanation } = answer.body as { allowed: boolean; rule: string; explanation: string };
      expect([rule, explanation]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
      if (allowed !== (far === 'yes')) differing.push(`${nameOf(route)} ${login}: ${String(far)}, ${explanation}`);
    }
  }
  expect(differing).toEqual([]);
});
