/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const USERS = '/1.0/me/identity/user';

let app: RunningApp;
let account: AccountRow;
let holder: Caller;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
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
});

const of = (login: string): string => `${account.customerCode}/${login}`;

it('administrators and the holder change the fields they give, and no others', async () => {
  for (const who of [holder, await app.as(of('boss'))]) {
    const before = (await who.get(`${USERS}/jane`)).body as Record<string, unknown>;
    await who.put(`${USERS}/JANE`, { description: 'one' }).expect(200, 'null');
    expect((await who.get(`${USERS}/jane`)).body).toEqual({
      ...before,
      description: 'one',
      lastUpdate: expect.any(String) as string,
    });
    await who.put(`${USERS}/jane`, { email: 'j@example.com', group: 'admin', description: '' }).expect(200, 'null');
    expect((await who.get(`${USERS}/jane`)).body).toMatchObject({
      email: 'j@example.com',
      group: 'ADMIN',
      role: 'ADMIN',
      description: '',
    });
    await who.put(`${USERS}/jane`, before).expect(200, 'null');
    expect((await who.get(`${USERS}/jane`)).body).toMatchObject({
      ...before,
      lastUpdate: expect.any(String) as string,
    });
  }
});

it('null takes an address away and leaves everything else', async () => {
  await holder.put(`${USERS}/jane`, { email: null, group: null, description: null }).expect(200, 'null');
  expect((await holder.get(`${USERS}/jane`)).body).toMatchObject({ email: null, group: 'DEFAULT', description: '' });
  await holder.post(USERS, { login: 'guest', email: 'guest@example.com' }).expect(200);
  const refused = await holder.put(`${USERS}/guest`, { email: null }).expect(400);
  expect(refused.body).toMatchObject({ errorCode: 'EMAIL_OR_PASSWORD_NEEDED' });
});

it('fields that are not to be given change nothing', async () => {
  const [before] = await app.sql(`select * from identity_user where account = ? and login = 'martin'`, [
    account.nichandle,
  ]);
  const body = {
    id: 1,
    account: 'zz33333-ovh',
    login: 'king',
    role: 'ADMIN',
    status: 'DISABLED',
    extraGroups: ['ADMIN'],
    passwordHash: 'x',
    passwordGiven: true,
    creation: '2020-01-01',
    groupId: 1,
    resetDigest: 'x',
    mailsAskedAt: [],
  };
  await holder.put(`${USERS}/martin`, body).expect(200, 'null');
  const [after] = await app.sql(`select * from identity_user where account = ? and login = 'martin'`, [
    account.nichandle,
  ]);
  expect(after).toEqual(before);
});

it('a change of the group counts from the next call on, in a session that is open', async () => {
  const jane = await app.as(of('jane'));
  await jane.put('/1.0/me', { city: 'Roubaix' }).expect(200);
  await holder.put(`${USERS}/jane`, { group: 'UNPRIVILEGED' }).expect(200);
  await jane.put('/1.0/me', { city: 'Lille' }).expect(403);
  await holder.put(`${USERS}/jane`, { group: 'DEFAULT' }).expect(200);
  await jane.put('/1.0/me', { city: 'Lille' }).expect(200);
});

it.each<[string, object, string]>([
  ['an address that is none', { email: 'nowhere' }, 'email'],
  ['an address with a line break', { email: 'a@example.com\r\nBcc: b@example.com' }, 'email'],
  ['a group that is not there', { group: 'KINGS' }, 'group'],
  ['a group that is a number', { group: 7 }, 'group'],
  ['a long description', { description: 'x'.repeat(256) }, 'description'],
])('%s is refused, and the field is named', async (_, body, field) => {
  const answer = await holder.put(`${USERS}/jane`, body).expect(400);
  expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
});

it('somebody unknown is 404, and whoever manages nobody is 403', async () => {
  expect((await holder.put(`${USERS}/nobody`, {}).expect(404)).body).toMatchObject({ errorCode: 'USER_NOT_FOUND' });
  for (const login of ['jane', 'martin'])
    await (await app.as(of(login))).put(`${USERS}/${login}`, { group: 'ADMIN' }).expect(403);
});

it('what changed is in the audit trail by name; what did not change is not', async () => {
  await app.sql('delete from audit_event');
  await holder.put(`${USERS}/jane`, { description: '', group: 'DEFAULT' }).expect(200);
  await holder.put(`${USERS}/jane`, { description: 'a remark', email: 'secret@example.com' }).expect(200);
  const events = await app.sql<{ keys: string[] }>('select action, object, keys from audit_event');
  expect(events).toEqual([{ action: 'users.edit', object: 'user jane', keys: ['email', 'description'] }]);
});
