/** @needs postgres */
import fc from 'fast-check';
import { GRANTS, type Role, type Standing } from '../../src/modules/rbac/privilege.js';
import { aUser } from '../factories/a-user.js';
import { anAccount, PASSWORD } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

/** `MANDATE_RIGHTS` and `MANDATE_SEED` make it more sequences, or others. */
const SEQUENCES = Number(process.env.MANDATE_RIGHTS ?? 40);
const SEED = Number(process.env.MANDATE_SEED ?? 20_261_120);
const USERS = '/1.0/me/identity/user';

const GROUPS = ['ADMIN', 'DEFAULT', 'UNPRIVILEGED'] as const;
const ROLE_OF: Readonly<Record<(typeof GROUPS)[number], Role>> = {
  ADMIN: 'ADMIN',
  DEFAULT: 'REGULAR',
  UNPRIVILEGED: 'UNPRIVILEGED',
};
const LOGINS = ['ann', 'bob', 'cleo', 'dan'] as const;

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
});

afterAll(() => app.close());

interface Step {
  /** Of those who are there, by place. */
  readonly actor: number;
  readonly verb: 'create' | 'disable' | 'enable' | 'delete';
  readonly target: (typeof LOGINS)[number];
  readonly group: (typeof GROUPS)[number];
}

const steps = fc.array(
  fc.record({
    actor: fc.nat(3),
    verb: fc.constantFrom('create' as const, 'disable' as const, 'enable' as const, 'delete' as const),
    target: fc.constantFrom(...LOGINS),
    group: fc.constantFrom(...GROUPS),
  }),
  { minLength: 5, maxLength: 15, size: 'max' },
);

/** What the rules of product §2 say of the users of one account. */
class Model {
  readonly users = new Map<string, { readonly standing: Standing; disabled: boolean }>();

  constructor(given: readonly (readonly [login: string, standing: Standing, group: string])[]) {
    for (const [login, standing] of given) this.users.set(login, { standing, disabled: false });
  }

  /** The status that a step must be answered with; does it when that is 200. */
  // eslint-disable-next-line complexity -- the whole rule, in the order in which it is asked
  take(actor: string, { verb, target, group }: Step): number {
    const by = this.users.get(actor);
    if (!by || by.disabled) return 401;
    if (!GRANTS[by.standing].includes('manage-users')) return 403;
    const there = this.users.get(target);
    if (verb === 'create')
      return there ? 409 : this.done(() => this.users.set(target, { standing: ROLE_OF[group], disabled: false }));
    if (!there) return 404;
    if (actor === target && verb !== 'enable') return 409;
    if (verb === 'delete') return this.done(() => this.users.delete(target));
    return this.done(() => (there.disabled = verb === 'disable'));
  }

  private done(act: () => unknown): number {
    act();
    return 200;
  }
}

const CALLS: Readonly<Record<Step['verb'], (who: Caller, step: Step) => ReturnType<Caller['post']>>> = {
  create: (who, { target, group }) => who.post(USERS, { login: target, email: `${target}@example.com`, group }),
  disable: (who, { target }) => who.post(`${USERS}/${target}/disable`),
  enable: (who, { target }) => who.post(`${USERS}/${target}/enable`),
  delete: (who, { target }) => who.delete(`${USERS}/${target}`),
};

const FIRST = [
  ['ann', 'ADMIN', 'ADMIN'],
  ['bob', 'REGULAR', 'DEFAULT'],
  ['cleo', 'UNPRIVILEGED', 'UNPRIVILEGED'],
] as const;

/** The first users of an account of its own, each signed in once: a session that has ended stays ended. */
async function signedIn(): Promise<Map<string, Caller>> {
  const account = anAccount();
  await app.given({ accounts: [account], users: FIRST.map(([login, , group]) => aUser(account, { login, group })) });
  const callers = new Map<string, Caller>();
  for (const [login] of FIRST) {
    const { token } = await app.openSession(`${account.customerCode}/${login}`);
    callers.set(login, Caller.withToken(app.url.api, token));
  }
  return callers;
}

async function takeStep(step: Step, model: Model, callers: Map<string, Caller>): Promise<void> {
  const actor = FIRST[step.actor % FIRST.length]?.[0] ?? 'ann';
  const caller = callers.get(actor);
  const expected = caller ? model.take(actor, step) : 401;
  const { status } = await CALLS[step.verb](caller ?? app.anybody, step);
  expect([actor, step, status]).toEqual([actor, step, expected]);
  // Neither enabling its user nor giving the login to somebody new brings a session back.
  if (status === 200 && (step.verb === 'disable' || step.verb === 'delete')) callers.delete(step.target);
}

it(`no sequence of calls by users ends with more rights than they had (${SEQUENCES} sequences, seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const callers = await signedIn();
      const model = new Model(FIRST);
      for (const step of sequence) await takeStep(step, model, callers);
      for (const [login, standing] of FIRST) {
        const details = await callers.get(login)?.get('/1.0/auth/details').expect(200);
        if (details) expect(details.body).toMatchObject({ user: login, roles: [standing] });
      }
    }),
    { numRuns: SEQUENCES, seed: SEED },
  );
});

it('the holder is out of its users’ reach', async () => {
  const account = anAccount();
  await app.given({ accounts: [account], users: [aUser(account, { login: 'boss', group: 'ADMIN' })] });
  const boss = await app.as(`${account.customerCode}/boss`);
  for (const name of [
    account.nichandle,
    account.customerCode,
    '%',
    '',
    '.',
    encodeURIComponent(`${account.customerCode}/`),
  ]) {
    expect((await boss.delete(`${USERS}/${name}`)).status).not.toBe(200);
    expect((await boss.post(`${USERS}/${name}/disable`)).status).not.toBe(200);
  }
  await app.anybody.post('/auth/login', { login: account.nichandle, password: PASSWORD }).expect(200);
});
