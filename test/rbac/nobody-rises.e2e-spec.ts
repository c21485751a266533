/** @needs postgres */
import fc from 'fast-check';
import { reaches, type Role, ROLES } from '../../src/modules/rbac/index.js';
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const SEQUENCES = Number(process.env.MANDATE_RIGHTS_SEQUENCES ?? 2000);
const SEED = Number(process.env.MANDATE_RIGHTS_SEED ?? 20_261_120);

const USERS = '/1.0/me/identity/user';
const GROUPS = '/1.0/me/identity/group';

/** Two who work together, and two whom they may push up or pull down. */
const PAIR = ['anna', 'bert'] as const;
const LOGINS = [...PAIR, 'carl', 'dora'] as const;
type Login = (typeof LOGINS)[number];
const DEFAULTS = ['ADMIN', 'DEFAULT', 'UNPRIVILEGED'] as const;
const OWN = ['ones', 'twos'] as const;

interface Call {
  readonly by: Login;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body: object;
}

interface Start {
  readonly mains: Readonly<Record<string, (typeof DEFAULTS)[number]>>;
  readonly roles: readonly Role[];
  readonly extras: readonly (readonly [Login, (typeof OWN)[number]])[];
}

const role = fc.constantFrom(...ROLES);
const login = fc.constantFrom(...LOGINS);
const anyGroup = fc.constantFrom(...DEFAULTS, ...OWN, 'threes');

/** Every change of rights that there is a route for, and what might pass for one. */
const call: fc.Arbitrary<Call> = fc
  .tuple(
    fc.constantFrom(...PAIR),
    fc.oneof(
      fc.tuple(login, anyGroup).map(([who, group]) => ['PUT', `${USERS}/${who}`, { group }] as const),
      fc
        .tuple(login, role)
        .map(([who, r]) => ['PUT', `${USERS}/${who}`, { role: r, status: 'OK', extraGroups: ['ADMIN'] }] as const),
      fc
        .tuple(anyGroup, role)
        .map(([group, r]) => ['PUT', `${GROUPS}/${group}`, { role: r, defaultGroup: false }] as const),
      fc.tuple(anyGroup, role).map(([name, r]) => ['POST', GROUPS, { name, role: r }] as const),
      anyGroup.map((group) => ['DELETE', `${GROUPS}/${group}`, {}] as const),
      fc.tuple(anyGroup, login).map(([group, who]) => ['POST', `${GROUPS}/${group}/user`, { login: who }] as const),
      fc.tuple(anyGroup, login).map(([group, who]) => ['DELETE', `${GROUPS}/${group}/user/${who}`, {}] as const),
      fc
        .tuple(login, fc.constantFrom('enable', 'disable'))
        .map(([who, verb]) => ['POST', `${USERS}/${who}/${verb}`, {}] as const),
      anyGroup.map((group) => ['POST', USERS, { login: 'eve', password: 'short', group }] as const),
    ),
  )
  .map(([by, [method, path, body]]) => ({ by, method, path, body }));

const start: fc.Arbitrary<Start> = fc.record({
  mains: fc.record(Object.fromEntries(LOGINS.map((one) => [one, fc.constantFrom(...DEFAULTS)]))),
  roles: fc.tuple(role, role),
  extras: fc.uniqueArray(fc.tuple(login, fc.constantFrom(...OWN)), { maxLength: 3, selector: String }),
});

let app: RunningApp;
let account: AccountRow;
const tokens = new Map<Login, string>();

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  account = anAccount();
  await app.given({ accounts: [account], users: LOGINS.map((one) => aUser(account, { login: one })) });
});

afterAll(() => app.close());

/** Puts everybody where the sequence begins, behind the application's back; new sessions, since nothing of that is cached. */
async function begin({ mains, roles, extras }: Start): Promise<void> {
  await app.sql('delete from session');
  await app.sql('delete from identity_membership');
  await app.sql(
    `update identity_user u set status = 'OK', group_id = g.id from jsonb_each_text(?::jsonb) m
     join identity_group g on g.name = m.value and g.account = ? where u.login = m.key and u.account = g.account`,
    [JSON.stringify(mains), account.nichandle],
  );
  await app.sql('delete from identity_group where not default_group');
  await app.sql(
    `insert into identity_group (account, name, role, default_group, created_at, updated_at)
     select ?, name, role, false, now(), now() from unnest(array['ones', 'twos'], array[?, ?]) as g (name, role)`,
    [account.nichandle, ...roles],
  );
  await app.sql(
    `insert into identity_membership (user_id, group_id) select u.id, g.id from jsonb_to_recordset(?::jsonb) as e (login text, name text)
     join identity_user u on u.login = e.login join identity_group g on g.name = e.name`,
    [JSON.stringify(extras.map(([who, name]) => ({ login: who, name })))],
  );
  for (const one of PAIR) tokens.set(one, (await app.openSession(`${account.customerCode}/${one}`)).token);
}

/** Through the whole application, without the cost of a socket. */
async function send({ by, method, path, body }: Call): Promise<number> {
  const fastify = app.app.getHttpAdapter().getInstance();
  const answer = await fastify.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${tokens.get(by) ?? ''}` },
    payload: JSON.stringify(body),
  });
  return answer.statusCode;
}

/** The rights of the pair, as the database has them; NONE for a disabled user, who may do nothing. */
async function rightsOfPair(): Promise<Role> {
  const rows = await app.sql<{ role: Role }>(
    `select g.role from identity_user u join identity_group g on g.id = u.group_id or exists
       (select 1 from identity_membership m where m.user_id = u.id and m.group_id = g.id)
     where u.login in ('anna', 'bert') and u.status = 'OK'`,
  );
  return rows.reduce<Role>((highest, { role: one }) => (reaches(one, highest) ? one : highest), 'NONE');
}

it(
  `in ${String(SEQUENCES)} sequences of calls, no two users who work together end with more rights (seed ${String(SEED)})`,
  async () => {
    const answers = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(start, fc.array(call, { minLength: 1, maxLength: 5 }), async (from, calls) => {
        await begin(from);
        const before = await rightsOfPair();
        for (const one of calls) {
          const status = await send(one);
          answers.set(status, (answers.get(status) ?? 0) + 1);
          expect(status).toBeLessThan(500);
          // Whoever may not manage users changes nothing at all.
          if (before !== 'ADMIN') expect([401, 403, 404]).toContain(status);
        }
        expect(reaches(before, await rightsOfPair())).toBe(true);
      }),
      { numRuns: SEQUENCES, seed: SEED, endOnFailure: true },
    );
    // A property of calls that are all refused would say nothing.
    expect(answers.get(200)).toBeGreaterThan(SEQUENCES / 10);
  },
  60_000 + SEQUENCES * 100,
);
