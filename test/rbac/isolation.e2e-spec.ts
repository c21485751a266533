/** @needs postgres */
import { RouteCatalogue } from '../../src/modules/rbac/route-catalogue.js';
import { aUser } from '../factories/a-user.js';
import type { AccountRow } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';
import { Story } from '../contacts/story.js';

type Pair = readonly [theirs: string, nobodys: string];

let app: RunningApp;
let mine: Caller;
let theirs: AccountRow;
/** Everything of theirs that a path could name, and something alike that does not exist. */
let pairs: Readonly<Record<string, readonly Pair[]>>;

beforeAll(async () => {
  app = await startApp({ demo: false });
  const story = new Story(app);
  const me = await story.account();
  theirs = await story.account();
  await app.given({ users: [aUser(theirs, { login: 'secret.user' })] });
  const theirHolder = await app.as(theirs.nichandle);
  await theirHolder.post('/1.0/me/identity/group', { name: 'secret.group' }).expect(200);
  await theirHolder.post('/1.0/me/identity/group/secret.group/user', { login: 'secret.user' }).expect(200);
  const path = await story.service(theirs, { type: 'domain', name: 'theirs.example' });
  const change = await story.ask(theirs, path, { contactTech: (await story.account()).nichandle });
  const [service] = await app.sql<{ id: string }>(`select id from service where name = 'theirs.example'`);
  mine = await app.as(me.nichandle);
  const numbers = await app.sql<{ id: string }>(
    `select max(id)::text as id from audit_event where account = ? union all
     select max(id)::text from session where account = ?`,
    [theirs.nichandle, theirs.nichandle],
  );
  pairs = {
    id: [String(change), ...numbers.map(({ id }) => id)].map((id) => [id, '987654321'] as const),
    group: [['secret.group', 'nobodys.group']],
    serviceId: [[service?.id ?? '', '987654321']],
    user: [
      ['secret.user', 'nobody.here'],
      [theirs.nichandle, 'zz98765-ovh'],
    ],
    service: [['theirs.example', 'nobody.example']],
  };
});

afterAll(() => app.close());

const BODIES: readonly (object | undefined)[] = [
  undefined,
  {},
  { token: 'a'.repeat(43), renew: { period: 1 }, contactTech: 'xx11111-ovh', login: 'secret.user' },
];

const state = async (): Promise<unknown> =>
  Promise.all(
    [
      'account',
      'identity_user',
      'identity_group',
      'identity_membership',
      'session',
      'service',
      'contact_change',
      'contact_change_party',
    ].map((table) => app.sql(`select * from ${table} order by 1, 2`)),
  );

const plain = ({ status, body }: { status: number; body: unknown }, name: string): string =>
  JSON.stringify([status, body]).replaceAll(name, '(name)');

/** Calls with a name of theirs and with nobody's: the two answers, without the names. */
async function bothAnswers(
  call: (name: string) => Promise<{ status: number; body: unknown }>,
  pair: Pair,
): Promise<string[]> {
  return Promise.all(pair.map(async (name) => plain(await call(name), name)));
}

it('what is another account’s answers as what does not exist, on every route with every body', async () => {
  const before = await state();
  const routes = app.get(RouteCatalogue).routes.filter(({ path, requirement }) => requirement && path.includes('/:'));
  const calls = routes.flatMap(({ method, path }) =>
    (pairs[/:(\w+)/.exec(path)?.[1] ?? ''] ?? pairs.service ?? []).flatMap((pair) =>
      (method === 'GET' ? [undefined] : BODIES).map((body) => ({ method, path, body, pair })),
    ),
  );
  expect(calls.length).toBeGreaterThan(200);
  for (const { method, path, body, pair } of calls) {
    const [foreign, missing] = await bothAnswers((name) => mine.call(method, path.replace(/:\w+/, name), body), pair);
    expect([method, path, foreign]).toEqual([method, path, missing]);
    // A body that lacks what it needs is refused before anything is looked up.
    expect(foreign).toMatch(Object.keys(body ?? {}).length === 0 && method !== 'GET' ? /^\[40[04],/ : /^\[404,/);
  }
  await app.settle();
  expect(await state()).toEqual(before);
});

it('what is another account’s is in none of one’s lists, whatever is filtered for', async () => {
  for (const [path, filter] of [
    ['/1.0/services', 'resourceName:like=%25'],
    ['/1.0/services', `contactAdmin:eq=${theirs.nichandle}`],
    ['/1.0/me/task/contactChange', `askingAccount:eq=${theirs.nichandle}`],
    ['/1.0/me/task/contactChange', 'state:ne=none'],
    ['/1.0/me/identity/user', 'login:like=%25'],
    ['/1.0/me/identity/group', 'name:like=secret%25'],
    ['/1.0/me/session', 'userAgent:like=%25'],
    ['/1.0/me/audit', `account:eq=${theirs.nichandle}`],
  ] as const) {
    for (const mode of ['CachedObjectList-Pages', 'CachedObjectList-Cursor']) {
      const answer = await mine
        .with({ 'x-pagination-mode': mode, 'x-pagination-filter': filter })
        .get(path)
        .expect(200);
      expect(answer.body).toEqual([]);
    }
  }
});

it('no header tells whose links are in a mail, or which address is behind a session', async () => {
  const story = new Story(app);
  const owner = await story.account();
  const path = await story.service(owner);
  const caller = (await app.as(owner.nichandle)).with({
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '203.0.113.66',
    forwarded: 'for=203.0.113.66;host=evil.example',
  });
  await caller.post(`${path}/changeContact`, { contactTech: theirs.nichandle }).expect(200);
  await app.settle();
  const mails = [...(await app.mailbox.to(owner.email)), ...(await app.mailbox.to(theirs.email))];
  expect(mails.length).toBeGreaterThanOrEqual(2);
  for (const { html, text } of mails) {
    expect(html + text).not.toContain('evil.example');
    for (const [link] of text.matchAll(/https?:\/\/\S+/g)) expect(link).toMatch(/^https:\/\/mandate\.example\//);
  }
  const [event] = await app.sql<{ ip: string }>('select ip from audit_event order by id desc limit 1');
  expect(event?.ip).toBe('127.0.0.1');
});
