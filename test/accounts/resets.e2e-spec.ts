/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount, PASSWORD } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const USERS = '/1.0/me/identity/user';
const NEW = 'nine brown owls listen';

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
  const users = [aUser(account, { login: 'boss', group: 'ADMIN' }), aUser(account, { login: 'jane' })];
  await app.given({ accounts: [account], users });
  holder = await app.as(account.nichandle);
  admin = await app.as(of('boss'));
});

const of = (login: string): string => `${account.customerCode}/${login}`;
const mailOf = (login: string): string => `${login}@${account.nichandle}.example`;
const signIn = (login: string, password: string): ReturnType<Caller['post']> =>
  app.anybody.post('/auth/login', { login: of(login), password });
const choose = (token: string, newPassword = NEW): ReturnType<Caller['post']> =>
  app.anybody.post('/auth/resetPassword', { token, newPassword });
const errorOf = ({ body }: { body: unknown }): string => (body as { errorCode: string }).errorCode;

const tokenIn = async (login: string, page: string): Promise<string> => {
  await app.settle();
  const mail = await app.mailbox.wait(mailOf(login), '');
  return new RegExp(`${page}#token=([\\w-]+)`).exec(mail.text)?.[1] ?? '';
};

const reset = async (body?: object): Promise<string> => {
  await admin.post(`${USERS}/jane/resetPassword`, body).expect(200, 'null');
  return tokenIn('jane', '/reset-password');
};

describe('a reset', () => {
  it('mails a link to choose a new password; the old one works until then', async () => {
    const { token: open } = await app.openSession(of('jane'));
    const token = await reset();
    const mail = await app.mailbox.wait(mailOf('jane'), 'new password');
    expect(mail.text).toContain(of('boss'));
    await signIn('jane', PASSWORD).expect(200);
    await choose(token).expect(200, 'null');
    await signIn('jane', PASSWORD).expect(401);
    expect((await signIn('jane', NEW).expect(200)).body).toMatchObject({ status: 'OK' });
    await Caller.withToken(app.url.api, open).get('/1.0/me').expect(401);
    expect(errorOf(await choose(token, 'eleven grey geese wander').expect(403))).toBe('INVALID_RESET');
  });

  it('with revoke cuts the password and the sessions at once', async () => {
    const jane = await app.as(of('jane'));
    await jane.get('/1.0/me').expect(200);
    const token = await reset({ revoke: true });
    await jane.get('/1.0/me').expect(401);
    await signIn('jane', PASSWORD).expect(401);
    await choose(token).expect(200);
    await signIn('jane', NEW).expect(200);
  });

  it('asked for again kills the link of before', async () => {
    const first = await reset();
    app.clock.move({ minutes: 1 });
    admin = await app.as(of('boss'));
    await admin.post(`${USERS}/jane/resetPassword`).expect(200);
    await choose(first).expect(403);
    const second = await tokenIn('jane', '/reset-password');
    expect(second).not.toBe(first);
    await choose(second).expect(200);
  });

  it('can be asked for once a minute, five times a day', async () => {
    await admin.post(`${USERS}/jane/resetPassword`).expect(200);
    const soon = await admin.post(`${USERS}/jane/resetPassword`).expect(429);
    expect(soon.body).toMatchObject({
      errorCode: 'MAIL_TOO_SOON',
      message: expect.stringMatching(/\d+ seconds/) as string,
    });
    for (let minute = 1; minute < 5; minute += 1) {
      app.clock.move({ minutes: 1 });
      await admin.post(`${USERS}/jane/resetPassword`).expect(200);
    }
    app.clock.move({ minutes: 1 });
    expect(errorOf(await admin.post(`${USERS}/jane/resetPassword`).expect(429))).toBe('MAIL_TOO_OFTEN');
    app.clock.move({ hours: 24 });
    await (await app.as(of('boss'))).post(`${USERS}/jane/resetPassword`).expect(200);
    await app.settle();
  });

  it('ends after a day, and when its user is disabled, gone, or has another address', async () => {
    for (const end of [
      (): Promise<void> => {
        app.clock.move({ hours: 24 });
        return Promise.resolve();
      },
      async (): Promise<unknown> =>
        (await app.as(account.nichandle)).put(`${USERS}/jane`, { email: 'n@example.com' }).expect(200),
      async (): Promise<unknown> => (await app.as(account.nichandle)).post(`${USERS}/jane/disable`).expect(200),
      async (): Promise<unknown> => (await app.as(account.nichandle)).delete(`${USERS}/jane`).expect(200),
    ]) {
      admin = await app.as(of('boss'));
      await admin.put(`${USERS}/jane`, { email: mailOf('jane') }).expect(200);
      await admin.post(`${USERS}/jane/enable`).expect(200);
      const token = await reset();
      await end();
      expect(errorOf(await choose(token).expect(403))).toBe('INVALID_RESET');
      app.clock.move({ minutes: 1 });
    }
  });

  it('takes no weak password, and the link stays good', async () => {
    const token = await reset();
    for (const weak of ['short', 'password1234', 'qwertyuiopas', `${account.nichandle} and more`]) {
      const answer = await choose(token, weak).expect(400);
      expect(answer.body).toMatchObject({
        errorCode: 'WEAK_PASSWORD',
        details: { newPassword: expect.any(String) as string },
      });
    }
    await choose(token).expect(200);
  });

  it('is not made of anything else', async () => {
    for (const token of ['', 'x', 'a'.repeat(43)])
      expect(errorOf(await choose(token).expect(403))).toBe('INVALID_RESET');
    for (const body of [{}, { token: 7, newPassword: NEW }, { token: 'a'.repeat(43) }])
      await app.anybody.post('/auth/resetPassword', body).expect(400);
    // The link of an invitation is for the first password only, and the other way round.
    const token = await reset();
    await app.anybody.post('/auth/firstPassword', { token, newPassword: NEW }).expect(403);
    await choose(token).expect(200);
  });

  it('is answered by one of many at the same time', async () => {
    const token = await reset();
    const answers = await Promise.all(
      ['seven', 'eight', 'nine', 'twelve'].map((n) => choose(token, `${n} odd owls listen`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
  });

  it('needs somebody with an address and a password, who is enabled', async () => {
    await holder.put(`${USERS}/jane`, { email: null }).expect(200);
    expect(errorOf(await holder.post(`${USERS}/jane/resetPassword`).expect(409))).toBe('NO_RESET_POSSIBLE');
    await holder.put(`${USERS}/jane`, { email: mailOf('jane') }).expect(200);
    await holder.post(`${USERS}/jane/disable`).expect(200);
    expect(errorOf(await holder.post(`${USERS}/jane/resetPassword`).expect(409))).toBe('NO_RESET_POSSIBLE');
    expect(errorOf(await holder.post(`${USERS}/nobody/resetPassword`).expect(404))).toBe('USER_NOT_FOUND');
    await holder.post(`${USERS}/boss/resetPassword`, { revoke: 'yes' }).expect(400);
  });

  it('leaves its token nowhere but in the mail', async () => {
    const token = await reset({ revoke: true });
    const rows = await Promise.all(
      ['identity_user', 'audit_event', 'outbox', 'delivery'].map((table) =>
        app.sql(`select t::text as row from ${table} t`),
      ),
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    const events = await app.sql(
      `select action, keys from audit_event where object = 'user jane' order by id desc limit 1`,
    );
    expect(events).toEqual([{ action: 'users.reset-password', keys: ['password', 'reset'] }]);
  });
});

describe('an invitation', () => {
  it('is mailed again with another link, of which only the newest works', async () => {
    await admin.post(USERS, { login: 'guest', email: mailOf('guest') }).expect(200);
    const first = await tokenIn('guest', '/first-password');
    await admin.post(`${USERS}/guest/resendInvitation`).expect(200, 'null');
    const accept = (token: string): ReturnType<Caller['post']> =>
      app.anybody.post('/auth/firstPassword', { token, newPassword: NEW });
    await accept(first).expect(403);
    const second = await tokenIn('guest', '/first-password');
    expect(errorOf(await admin.post(`${USERS}/guest/resendInvitation`).expect(429))).toBe('MAIL_TOO_SOON');
    await accept(second).expect(200);
    await app.settle();
    // The first password is nobody's surprise.
    expect((await app.mailbox.to(mailOf('guest'))).filter(({ subject }) => subject.includes('was changed'))).toEqual(
      [],
    );
    app.clock.move({ minutes: 1 });
    expect(errorOf(await admin.post(`${USERS}/guest/resendInvitation`).expect(409))).toBe('NOT_AWAITING_INVITATION');
    expect(errorOf(await admin.post(`${USERS}/nobody/resendInvitation`).expect(404))).toBe('USER_NOT_FOUND');
  });
});

describe('notices', () => {
  const subjectsTo = async (address: string): Promise<string[]> => {
    await app.settle();
    return (await app.mailbox.to(address)).map(({ subject }) => subject);
  };

  it('tell whoever changed the own password, when and from where', async () => {
    const jane = await app.as(of('jane'));
    await jane.post('/auth/password', { currentPassword: PASSWORD, newPassword: NEW }).expect(200);
    const mail = await app.mailbox.wait(mailOf('jane'), 'was changed');
    expect(mail.text).toContain(of('jane'));
    expect(mail.text).toContain('127.0.0.1');
    expect(await subjectsTo(account.email)).toEqual([]);
  });

  it('tell the holder of the holder’s own', async () => {
    await holder.post('/auth/password', { currentPassword: PASSWORD, newPassword: NEW }).expect(200);
    const mail = await app.mailbox.wait(account.email, 'was changed');
    expect(mail.subject).toBe(`[${account.nichandle}] The password of ${account.nichandle} was changed`);
  });

  it('tell whoever answered a reset', async () => {
    await choose(await reset()).expect(200);
    expect((await subjectsTo(mailOf('jane')))[0]).toContain('was changed');
  });

  it('tell a user who was disabled, once, and not somebody who is enabled again by then', async () => {
    for (const _ of [1, 2]) await admin.post(`${USERS}/jane/disable`).expect(200);
    const mail = await app.mailbox.wait(mailOf('jane'), 'was disabled');
    expect(mail.text).toContain(of('boss'));
    expect(await subjectsTo(mailOf('jane'))).toHaveLength(1);
  });
});
