/** @needs postgres */
import { aUser, loginOf } from '../factories/a-user.js';
import { type AccountRow, anAccount, PASSWORD } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

let app: RunningApp;
let account: AccountRow;
let jane: string;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  account = anAccount();
  const users = [aUser(account, { login: 'Jane' }), aUser(account, { login: 'out' })];
  await app.given({ accounts: [account], users });
  await app.sql(`update identity_user set status = 'DISABLED' where login = 'out'`);
  jane = `${account.customerCode}/Jane`;
});

afterAll(() => app.close());

const signIn = (login: unknown, password: unknown = PASSWORD): ReturnType<Caller['post']> =>
  app.anybody.post('/auth/login', { login, password });

const tokenOf = ({ body }: { body: unknown }): string => (body as { token: string }).token;
const bearer = (token: string): Caller => Caller.withToken(app.url.api, token);

describe('signing in', () => {
  it('is for the holder by nichandle or customer code, and for a user by both and the login, in any case', async () => {
    const upper = account.nichandle.toUpperCase();
    for (const login of [account.nichandle, upper, account.customerCode, ` ${account.nichandle} `]) {
      const token = tokenOf(await signIn(login).expect(200));
      const details = await bearer(token).get('/1.0/auth/details').expect(200);
      expect(details.body).toMatchObject({
        account: account.nichandle,
        user: null,
        method: 'account',
        roles: ['ADMIN'],
      });
    }
    for (const login of [jane, `${account.customerCode}/jane`, `${upper}/JANE`]) {
      const token = tokenOf(await signIn(login).expect(200));
      const details = await bearer(token).get('/1.0/auth/details').expect(200);
      expect(details.body).toMatchObject({
        account: account.nichandle,
        user: 'Jane',
        method: 'user',
        roles: ['REGULAR'],
      });
    }
  });

  it('answers an unknown account, an unknown user, a disabled user and a wrong password alike', async () => {
    const answers = await Promise.all([
      signIn('zz99999-ovh'),
      signIn(`${account.customerCode}/nobody`),
      signIn(`${account.customerCode}/out`),
      signIn(account.nichandle, 'not the password'),
      signIn(jane, 'not the password'),
      signIn(`${account.nichandle}/`),
      signIn('//'),
    ]);
    const different = new Set(answers.map(({ status, body }) => JSON.stringify([status, body])));
    expect(different.size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { errorCode: 'BAD_CREDENTIALS' } });
    for (const answer of answers) expect(answer.get('set-cookie')).toBeUndefined();
  });

  it.each([undefined, null, '', 7, {}, ['x'], 'x'.repeat(2000)])(
    'with the password %j is refused',
    async (password) => {
      const answer = await app.anybody.post('/auth/login', { login: account.nichandle, password });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ details: { password: expect.any(String) as string } });
    },
  );

  it('and being refused are both in the account’s audit trail, without any secret', async () => {
    await app.sql('delete from audit_event');
    await signIn(jane).expect(200);
    await signIn(`${account.customerCode}/jane`, 'a wrong secret').expect(401);
    await signIn(`${account.customerCode}/nobody`).expect(401);
    const events = await app.sql<{ object: string; result: string; ip: string; account: string }>(
      'select * from audit_event order by id',
    );
    expect(events.map(({ object, result }) => [object, result])).toEqual([
      ['login Jane', 'done'],
      ['login jane', 'accounts.bad-credentials'],
      ['login nobody', 'accounts.bad-credentials'],
    ]);
    expect(events[0]).toMatchObject({ account: account.nichandle, ip: '127.0.0.1' });
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${PASSWORD}|a wrong secret`));
  });
});

describe('a session', () => {
  it('in the cookie reads, and changes things only with the header that other sites cannot send', async () => {
    const answer = await signIn(account.nichandle).expect(200);
    const [set = ''] = [answer.get('set-cookie')].flat();
    expect(set).toMatch(/^mandate_session=[\w-]{43}; /);
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    expect(set).toMatch(/Secure/);
    const browser = app.anybody.with({ cookie: set.split(';')[0] ?? '' });
    await browser.get('/1.0/me').expect(200);
    const refused = await browser.put('/1.0/me', { city: 'Roubaix' }).expect(403);
    expect(refused.body).toMatchObject({ errorCode: 'MISSING_CSRF_HEADER' });
    await browser.with({ 'x-mandate-csrf': '1' }).put('/1.0/me', { city: 'Roubaix' }).expect(200, 'null');
    await browser.post('/auth/logout').expect(403);
    const out = await browser.with({ 'x-mandate-csrf': '1' }).post('/auth/logout').expect(200, 'null');
    expect(String(out.get('set-cookie'))).toMatch(/^mandate_session=;/);
    await browser.get('/1.0/me').expect(401);
  });

  it('ends with signing out, and no other with it', async () => {
    const [one, other] = [await app.openSession(jane), await app.openSession(jane)];
    await bearer(one.token).post('/1.0/auth/logout').expect(200, 'null');
    const answer = await bearer(one.token).get('/1.0/me').expect(401);
    expect(answer.body).toMatchObject({ class: 'Client::Unauthorized::NotSignedIn' });
    await bearer(other.token).get('/1.0/me').expect(200);
  });

  it('ends by itself after twelve hours, even if it was used a moment ago', async () => {
    const { token } = await app.openSession(jane);
    app.clock.move({ hours: 11, minutes: 59 });
    await bearer(token).get('/1.0/me').expect(200);
    app.clock.move({ minutes: 1 });
    await bearer(token).get('/1.0/me').expect(401);
  });

  it.each([
    'Bearer',
    'Bearer x',
    'Bearer null',
    'Basic eHgxMTExMS1vdmg6eA==',
    `Bearer ${'a'.repeat(43)}`,
    `Bearer ${'a'.repeat(5000)}`,
    'Bearer ../../etc/passwd-etc-etc-etc',
  ])('is not what the header %s gives', async (authorization) => {
    await app.anybody.with({ authorization }).get('/1.0/me').expect(401);
  });

  it('in a header that is wrong is not mended by a right cookie', async () => {
    const { token } = await app.openSession(jane);
    const cookie = `mandate_session=${token}`;
    await app.anybody.with({ cookie }).get('/1.0/me').expect(200);
    await app.anybody.with({ cookie, authorization: 'Bearer wrong-wrong-wrong-wrong' }).get('/1.0/me').expect(401);
  });
});

describe('one’s own password', () => {
  it('is changed with the current one, which ends the other sessions', async () => {
    const user = aUser(account, { login: 'pat' });
    await app.given({ users: [user] });
    const login = loginOf(account, user);
    const [mine, other] = [await app.openSession(login), await app.openSession(login)];
    const change = (body: object): ReturnType<Caller['post']> => bearer(mine.token).post('/auth/password', body);
    const newPassword = 'nine brown owls listen';
    expect((await change({ currentPassword: 'wrong', newPassword }).expect(403)).body).toMatchObject({
      errorCode: 'WRONG_PASSWORD',
    });
    for (const weak of ['short', 'x'.repeat(40), `pat ${account.nichandle} ok`, 'y'.repeat(129)]) {
      const answer = await change({ currentPassword: PASSWORD, newPassword: weak }).expect(400);
      expect(answer.body).toMatchObject({
        errorCode: 'WEAK_PASSWORD',
        details: { newPassword: expect.any(String) as string },
      });
    }
    await change({ currentPassword: PASSWORD, newPassword }).expect(200, 'null');
    await bearer(mine.token).get('/1.0/me').expect(200);
    await bearer(other.token).get('/1.0/me').expect(401);
    await signIn(login).expect(401);
    await signIn(login, newPassword).expect(200);
  });

  it('is another one than before', async () => {
    const answer = await (
      await app.as(jane)
    ).post('/auth/password', { currentPassword: PASSWORD, newPassword: PASSWORD });
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'WEAK_PASSWORD' } });
  });
});
