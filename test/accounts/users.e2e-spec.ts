/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount, PASSWORD } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const USERS = '/1.0/me/identity/user';

let app: RunningApp;
let account: AccountRow;
let holder: Caller;
let admin: Caller;

beforeAll(async () => {
  app = await startApp({ demo: false });
});

afterAll(() => app.close());

beforeEach(async () => {
  account = anAccount();
  const users = [
    aUser(account, { login: 'boss', group: 'ADMIN' }),
    aUser(account, { login: 'jane', group: 'DEFAULT' }),
    aUser(account, { login: 'martin', group: 'UNPRIVILEGED' }),
  ];
  await app.given({ accounts: [account], users });
  holder = await app.as(account.nichandle);
  admin = await app.as(of('boss'));
});

const of = (login: string): string => `${account.customerCode}/${login}`;
const signIn = (login: string, password: string): ReturnType<Caller['post']> =>
  app.anybody.post('/auth/login', { login: of(login), password });

describe('users of an account', () => {
  it('are listed by login, or whole, by everybody in it', async () => {
    for (const who of [account.nichandle, of('boss'), of('jane'), of('martin')]) {
      expect((await (await app.as(who)).get(USERS).expect(200)).body).toEqual(['boss', 'jane', 'martin']);
      const one = await (await app.as(who)).get(`${USERS}/JANE`).expect(200);
      expect(one.body).toMatchObject({ login: 'jane', group: 'DEFAULT', role: 'REGULAR', status: 'OK' });
      expect(JSON.stringify(one.body)).not.toMatch(/password"|hash|digest|token/i);
    }
  });

  it.each(['jane', 'martin'])('are not managed by %s', async (login) => {
    const who = await app.as(of(login));
    const calls = [
      who.post(USERS, { login: 'new', email: 'new@example.com' }),
      who.post(`${USERS}/martin/disable`),
      who.post(`${USERS}/jane/enable`),
      who.delete(`${USERS}/martin`),
      // Not even told that somebody does not exist.
      who.delete(`${USERS}/nobody`),
    ];
    for (const call of calls) expect((await call.expect(403)).body).toMatchObject({ errorCode: 'NOT_GRANTED_CALL' });
    expect((await holder.get(USERS)).body).toEqual(['boss', 'jane', 'martin']);
  });

  it('are created, disabled, enabled and deleted by administrators and the holder', async () => {
    for (const who of [holder, admin]) {
      await who.post(USERS, { login: 'new', password: PASSWORD, group: 'ADMIN', description: 'd' }).expect(200, 'null');
      await who.post(`${USERS}/new/disable`).expect(200, 'null');
      expect((await who.get(`${USERS}/new`)).body).toMatchObject({
        status: 'DISABLED',
        role: 'ADMIN',
        description: 'd',
      });
      await who.post(`${USERS}/new/enable`).expect(200, 'null');
      await who.delete(`${USERS}/new`).expect(200, 'null');
      await who.get(`${USERS}/new`).expect(404);
      for (const [method, path] of [
        ['DELETE', ''],
        ['POST', '/enable'],
        ['POST', '/disable'],
      ] as const)
        expect((await who.call(method, `${USERS}/new${path}`).expect(404)).body).toMatchObject({
          errorCode: 'USER_NOT_FOUND',
        });
    }
  });

  it('do not lock themselves out', async () => {
    await admin.post(`${USERS}/boss/disable`).expect(409);
    await admin.delete(`${USERS}/BOSS`).expect(409);
    await admin.get('/1.0/me').expect(200);
  });

  it('never are the holder', async () => {
    for (const login of [account.nichandle, account.customerCode]) {
      await admin.delete(`${USERS}/${login}`).expect(404);
      await admin.post(`${USERS}/${login}/disable`).expect(404);
    }
  });

  it('have logins that differ in more than case, even when created in the same moment', async () => {
    const taken = await holder.post(USERS, { login: 'JANE', email: 'j@example.com' }).expect(409);
    expect(taken.body).toMatchObject({ errorCode: 'LOGIN_TAKEN', details: { login: expect.any(String) as string } });
    for (let round = 0; round < 3; round += 1) {
      const names = ['mary', 'Mary', 'mAry', 'MARY'].map((name) => `${name}${String(round)}`);
      const answers = await Promise.all(
        [...names, ...names].map((login) => holder.post(USERS, { login, email: 'm@example.com' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
    }
    const other = anAccount();
    await app.given({ accounts: [other] });
    await (await app.as(other.nichandle)).post(USERS, { login: 'jane', email: 'j@example.com' }).expect(200);
  });

  it.each<[string, object, string]>([
    ['no login', { email: 'a@example.com' }, 'login'],
    ['a login with a slash', { login: 'a/b', email: 'a@example.com' }, 'login'],
    ['a long login', { login: 'x'.repeat(65), email: 'a@example.com' }, 'login'],
    ['neither address nor password', { login: 'new' }, 'email'],
    ['a wrong address', { login: 'new', email: 'nowhere' }, 'email'],
    ['two addresses', { login: 'new', email: 'a@example.com, b@example.com' }, 'email'],
    ['an address with a line break', { login: 'new', email: 'a@example.com\r\nBcc: b@example.com' }, 'email'],
    ['a weak password', { login: 'new', password: 'password' }, 'password'],
    ['a password that holds the login', { login: 'newcomer', password: 'I am the newcomer here' }, 'password'],
    ['a long description', { login: 'new', email: 'a@example.com', description: 'x'.repeat(256) }, 'description'],
    ['an unknown group', { login: 'new', email: 'a@example.com', group: 'KINGS' }, 'group'],
    ['a type that cannot be', { login: 'new', email: 'a@example.com', type: 'ROOT' }, 'type'],
  ])('are not created with %s, and the field is named', async (_, body, field) => {
    const answer = await holder.post(USERS, body).expect(400);
    expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
  });

  it('get no right from fields that are not theirs to give', async () => {
    const body = {
      login: 'new',
      password: PASSWORD,
      group: 'UNPRIVILEGED',
      role: 'ADMIN',
      status: 'OK',
      account: 'zz33333-ovh',
      id: 1,
      passwordHash: 'x',
      passwordGiven: false,
    };
    await admin.post(USERS, body).expect(200);
    expect((await admin.get(`${USERS}/new`)).body).toMatchObject({
      role: 'UNPRIVILEGED',
      status: 'PASSWORD_CHANGE_REQUIRED',
    });
    const [row] = await app.sql<{ account: string }>(
      `select account from identity_user where login = 'new' order by id desc`,
    );
    expect(row?.account).toBe(account.nichandle);
  });

  it('lose their sessions the moment they are disabled or deleted, and get none back', async () => {
    for (const end of [
      (): unknown => admin.post(`${USERS}/jane/disable`).expect(200),
      (): unknown => admin.delete(`${USERS}/jane`).expect(200),
    ]) {
      const { token } = await app.openSession(of('jane'));
      const jane = Caller.withToken(app.url.api, token);
      await jane.get('/1.0/me').expect(200);
      await end();
      await jane.get('/1.0/me').expect(401);
      await signIn('jane', PASSWORD).expect(401);
      if ((await admin.get(`${USERS}/jane`)).status === 200) await admin.post(`${USERS}/jane/enable`).expect(200);
      await jane.get('/1.0/me').expect(401);
    }
  });

  it('leave one audit event for each change, with its keys and no values', async () => {
    await app.sql('delete from audit_event');
    await admin.post(USERS, { login: 'new', password: PASSWORD, description: 'a remark' }).expect(200);
    await admin.post(`${USERS}/new/disable`).expect(200);
    await admin.delete(`${USERS}/new`).expect(200);
    const events = await app.sql<{ action: string; keys: string[] }>('select * from audit_event order by id');
    expect(events.map(({ action }) => action)).toEqual(['users.create', 'users.disable', 'users.delete']);
    for (const event of events)
      expect(event).toMatchObject({
        account: account.nichandle,
        actor_user: 'boss',
        object: 'user new',
        result: 'done',
      });
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${PASSWORD}|a remark|argon2`));
  });
});

describe('a password that somebody else gave', () => {
  const given = 'eleven grey geese wander';
  const own = 'nine brown owls listen';

  beforeEach(() => holder.post(USERS, { login: 'pat', password: given }).expect(200));

  it('lets its user do nothing but choose another', async () => {
    const signedIn = await signIn('pat', given).expect(200);
    const { token, status } = signedIn.body as { token: string; status: string };
    expect(status).toBe('PASSWORD_CHANGE_REQUIRED');
    const pat = Caller.withToken(app.url.api, token);
    for (const path of ['/1.0/me', USERS, '/1.0/services', '/1.0/me/task/contactChange'])
      expect((await pat.get(path).expect(403)).body).toMatchObject({ errorCode: 'PASSWORD_CHANGE_REQUIRED' });
    await pat.get('/1.0/auth/details').expect(200);
    const same = await pat.post('/auth/password', { currentPassword: given, newPassword: given }).expect(400);
    expect(same.body).toMatchObject({ errorCode: 'WEAK_PASSWORD' });
    await pat.post('/auth/password', { currentPassword: given, newPassword: own }).expect(200);
    await pat.get('/1.0/me').expect(200);
    expect((await signIn('pat', own).expect(200)).body).toMatchObject({ status: 'OK' });
    await signIn('pat', given).expect(401);
  });

  it('has to be replaced after being disabled and enabled, too', async () => {
    await holder.post(`${USERS}/pat/disable`).expect(200);
    await holder.post(`${USERS}/pat/enable`).expect(200);
    expect((await signIn('pat', given).expect(200)).body).toMatchObject({ status: 'PASSWORD_CHANGE_REQUIRED' });
  });
});

describe('an invitation', () => {
  const own = 'nine brown owls listen';
  const invite = async (login: string): Promise<string> => {
    const email = `${login}@${account.nichandle}.example`;
    await admin.post(USERS, { login, email }).expect(200);
    await app.settle();
    const mail = await app.mailbox.wait(email, '');
    expect(mail.text).toContain(of(login));
    expect(mail.text).toContain(of('boss'));
    return /#token=([\w-]+)/.exec(mail.text)?.[1] ?? '';
  };
  const choose = (token: string, newPassword = own): ReturnType<Caller['post']> =>
    app.anybody.post('/auth/firstPassword', { token, newPassword });

  it('lets its reader choose the first password, once', async () => {
    const token = await invite('guest');
    await signIn('guest', own).expect(401);
    await choose(token).expect(200, 'null');
    expect((await signIn('guest', own).expect(200)).body).toMatchObject({ status: 'OK' });
    expect((await choose(token, 'another good password').expect(403)).body).toMatchObject({
      errorCode: 'INVALID_INVITATION',
    });
    await signIn('guest', own).expect(200);
  });

  it('ends after a day', async () => {
    const token = await invite('late');
    app.clock.move({ hours: 24 });
    await choose(token).expect(403);
    await signIn('late', own).expect(401);
  });

  it('ends when its user is disabled or deleted', async () => {
    const [one, other] = [await invite('one'), await invite('other')];
    await holder.post(`${USERS}/one/disable`).expect(200);
    await holder.delete(`${USERS}/other`).expect(200);
    await choose(one).expect(403);
    await choose(other).expect(403);
  });

  it('takes no password that holds the login, the account or the address', async () => {
    const token = await invite('robin');
    for (const about of ['robin', account.nichandle, `robin@${account.nichandle}.example`])
      expect((await choose(token, `this is ${about} speaking`).expect(400)).body).toMatchObject({
        errorCode: 'WEAK_PASSWORD',
      });
    await choose(token).expect(200);
  });

  it('is not made of anything else', async () => {
    for (const token of ['', 'x', 'a'.repeat(43), 'a'.repeat(200)])
      expect([400, 403]).toContain((await choose(token)).status);
  });

  it('is used by one of many at the same time', async () => {
    const token = await invite('many');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => choose(token, `a good password no ${String(n)}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403]);
  });
});
