/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const GROUPS = '/1.0/me/identity/group';
const USERS = '/1.0/me/identity/user';
const DEFAULTS = ['ADMIN', 'DEFAULT', 'UNPRIVILEGED'];

let app: RunningApp;
let account: AccountRow;
let holder: Caller;
let admin: Caller;

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
  admin = await app.as(of('boss'));
});

const of = (login: string): string => `${account.customerCode}/${login}`;
const errorOf = ({ body }: { body: unknown }): string => (body as { errorCode: string }).errorCode;
const rolesOf = async (caller: Caller): Promise<unknown> =>
  ((await caller.get('/1.0/auth/details').expect(200)).body as { roles: unknown }).roles;

describe('groups of an account', () => {
  it('are three from the start, and are listed by name, or whole, to everybody in it', async () => {
    for (const who of [account.nichandle, of('boss'), of('jane'), of('martin')]) {
      const caller = await app.as(who);
      expect((await caller.get(GROUPS).expect(200)).body).toEqual(DEFAULTS);
      const whole = await caller.with({ 'x-pagination-mode': 'CachedObjectList-Pages' }).get(GROUPS).expect(200);
      expect(whole.get('x-pagination-elements')).toBe('3');
      expect(whole.body).toMatchObject(DEFAULTS.map((name) => ({ name, defaultGroup: true })));
      expect((await caller.get(`${GROUPS}/admin`).expect(200)).body).toMatchObject({
        name: 'ADMIN',
        role: 'ADMIN',
        urn: `urn:v1:eu:identity:group:${account.nichandle}/ADMIN`,
      });
    }
  });

  it('are made, changed and deleted by administrators and the holder', async () => {
    for (const who of [holder, admin]) {
      const made = await who.post(GROUPS, { name: 'web', role: 'REGULAR', description: 'd' }).expect(200);
      expect(made.body).toMatchObject({ name: 'web', role: 'REGULAR', description: 'd', defaultGroup: false });
      expect(made.body).toEqual((await who.get(`${GROUPS}/WEB`).expect(200)).body);
      // The whole object goes back, as clients do; the name stays.
      const whole = { ...(made.body as object), name: 'other', role: 'ADMIN', description: null };
      await who.put(`${GROUPS}/web`, whole).expect(200, 'null');
      expect((await who.get(`${GROUPS}/web`)).body).toMatchObject({ name: 'web', role: 'ADMIN', description: null });
      await who.delete(`${GROUPS}/web`).expect(200, 'null');
      for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const)
        expect(errorOf(await who.call(method, `${GROUPS}/web`, body).expect(404))).toBe('NO_SUCH_GROUP');
    }
  });

  it('have the role NONE when nothing else was asked', async () => {
    const made = await holder.post(GROUPS, { name: 'bare', role: null, description: null }).expect(200);
    expect(made.body).toMatchObject({ role: 'NONE', description: null });
  });

  it.each(['jane', 'martin'])('are not managed by %s', async (login) => {
    const who = await app.as(of(login));
    for (const call of [
      who.post(GROUPS, { name: 'mine', role: 'ADMIN' }),
      who.put(`${GROUPS}/DEFAULT`, { role: 'ADMIN' }),
      who.delete(`${GROUPS}/nobodys`),
      who.post(`${GROUPS}/ADMIN/user`, { login }),
      who.delete(`${GROUPS}/ADMIN/user/${login}`),
    ])
      expect(errorOf(await call.expect(403))).toBe('NOT_GRANTED_CALL');
  });

  it('that every account has stay as they are', async () => {
    for (const name of DEFAULTS)
      for (const call of [holder.put(`${GROUPS}/${name}`, { role: 'ADMIN' }), holder.delete(`${GROUPS}/${name}`)])
        expect(errorOf(await call.expect(409))).toBe('DEFAULT_GROUP');
  });

  it('have names that differ in more than case, even when made in the same moment', async () => {
    expect(errorOf(await holder.post(GROUPS, { name: 'admin' }).expect(409))).toBe('GROUP_NAME_TAKEN');
    const answers = await Promise.all(['web', 'Web', 'WEB', 'wEB'].map((name) => holder.post(GROUPS, { name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it.each<[string, object, string]>([
    ['no name', { role: 'NONE' }, 'name'],
    ['a name with a slash', { name: 'a/b' }, 'name'],
    ['a long name', { name: 'x'.repeat(65) }, 'name'],
    ['an unknown role', { name: 'web', role: 'KING' }, 'role'],
    ['a long description', { name: 'web', description: 'x'.repeat(256) }, 'description'],
  ])('are not made with %s, and the field is named', async (_, body, field) => {
    const answer = await holder.post(GROUPS, body).expect(400);
    expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
  });

  it('are deleted only when nobody is in them, of whom the answer says how many there are', async () => {
    await holder.post(GROUPS, { name: 'web' }).expect(200);
    await holder.put(`${USERS}/martin`, { group: 'web' }).expect(200);
    await holder.post(`${GROUPS}/web/user`, { login: 'jane' }).expect(200);
    const refused = await holder.delete(`${GROUPS}/web`).expect(409);
    expect(refused.body).toMatchObject({
      errorCode: 'GROUP_HAS_USERS',
      message: expect.stringContaining('2 users') as string,
    });
    await holder.put(`${USERS}/martin`, { group: 'DEFAULT' }).expect(200);
    await holder.delete(`${GROUPS}/web/user/jane`).expect(200);
    await holder.delete(`${GROUPS}/web`).expect(200);
  });

  it('are not deleted under somebody who is just being put into them', async () => {
    for (let round = 0; round < 5; round += 1) {
      await holder.post(GROUPS, { name: 'web' }).expect(200);
      const [joined, created, moved] = await Promise.all([
        holder.post(`${GROUPS}/web/user`, { login: 'jane' }),
        holder.post(USERS, { login: `new${String(round)}`, email: 'new@example.com', group: 'web' }),
        holder.put(`${USERS}/martin`, { group: 'web' }),
        holder.delete(`${GROUPS}/web`),
        admin.put(`${GROUPS}/web`, { role: 'UNPRIVILEGED' }),
      ]);
      expect([200, 404]).toContain(joined.status);
      expect([200, 400]).toContain(created.status);
      expect([200, 400]).toContain(moved.status);
      await holder.put(`${USERS}/martin`, { group: 'DEFAULT' }).expect(200);
      await holder.delete(`${USERS}/new${String(round)}`);
      await holder.delete(`${GROUPS}/web/user/jane`);
      await holder.delete(`${GROUPS}/web`);
      await holder.get(`${GROUPS}/web`).expect(404);
    }
  });

  it('leave one audit event for each change, with its keys and no values', async () => {
    await app.sql('delete from audit_event');
    await admin.post(GROUPS, { name: 'web', description: 'a remark' }).expect(200);
    await admin.put(`${GROUPS}/web`, { role: 'NONE' }).expect(200);
    await admin.put(`${GROUPS}/web`, { role: 'REGULAR' }).expect(200);
    await admin.post(`${GROUPS}/web/user`, { login: 'martin' }).expect(200);
    await admin.delete(`${GROUPS}/web/user/martin`).expect(200);
    await admin.delete(`${GROUPS}/web`).expect(200);
    const events = await app.sql<{ action: string; object: string; keys: string[] }>(
      'select action, object, keys, actor_user from audit_event order by id',
    );
    expect(events.map(({ action, object, keys }) => [action, object, keys])).toEqual([
      ['groups.create', 'group web', ['name', 'role', 'description']],
      ['groups.edit', 'group web', ['role']],
      ['groups.add-user', 'group web user martin', ['groups']],
      ['groups.remove-user', 'group web user martin', ['groups']],
      ['groups.delete', 'group web', []],
    ]);
    expect(JSON.stringify(events)).not.toContain('a remark');
  });
});

describe('a user in several groups', () => {
  beforeEach(async () => {
    await holder.post(GROUPS, { name: 'web', role: 'ADMIN' }).expect(200);
  });

  it('has the highest role of all of them at once, in a session that is open', async () => {
    const martin = await app.as(of('martin'));
    expect(await rolesOf(martin)).toEqual(['UNPRIVILEGED']);
    await martin.post(`${USERS}/jane/disable`).expect(403);
    await holder.post(`${GROUPS}/web/user`, { login: 'MARTIN' }).expect(200, 'null');
    expect(await rolesOf(martin)).toEqual(['ADMIN']);
    await martin.post(`${USERS}/jane/disable`).expect(200);
    expect((await martin.get(`${USERS}/martin`)).body).toMatchObject({
      group: 'UNPRIVILEGED',
      extraGroups: ['web'],
      role: 'ADMIN',
    });
    await holder.put(`${GROUPS}/web`, { role: 'REGULAR' }).expect(200);
    expect(await rolesOf(martin)).toEqual(['REGULAR']);
    await martin.post(`${USERS}/jane/enable`).expect(403);
    await holder.delete(`${GROUPS}/web/user/martin`).expect(200, 'null');
    expect(await rolesOf(martin)).toEqual(['UNPRIVILEGED']);
  });

  it('is found in each, by login or whole, and by the role of all', async () => {
    await holder.post(`${GROUPS}/web/user`, { login: 'martin' }).expect(200);
    await holder.put(`${USERS}/jane`, { group: 'web' }).expect(200);
    expect((await holder.get(`${GROUPS}/web/user`).expect(200)).body).toEqual(['jane', 'martin']);
    expect((await holder.get(`${GROUPS}/UNPRIVILEGED/user`).expect(200)).body).toEqual(['martin']);
    expect((await holder.get(`${GROUPS}/DEFAULT/user`).expect(200)).body).toEqual([]);
    const paging = { 'x-pagination-mode': 'CachedObjectList-Cursor', 'x-pagination-size': '1' };
    const first = await holder.with(paging).get(`${GROUPS}/web/user`).expect(200);
    expect(first.body).toMatchObject([{ login: 'jane', role: 'ADMIN', extraGroups: [] }]);
    const cursor = first.get('x-pagination-cursor-next') ?? '';
    const second = await holder
      .with({ ...paging, 'x-pagination-cursor': cursor })
      .get(`${GROUPS}/web/user`)
      .expect(200);
    expect(second.body).toMatchObject([{ login: 'martin', role: 'ADMIN', extraGroups: ['web'] }]);
    const admins = { 'x-pagination-mode': 'CachedObjectList-Pages', 'x-pagination-filter': 'role:eq=ADMIN' };
    const found = await holder.with(admins).get(USERS).expect(200);
    expect((found.body as { login: string }[]).map(({ login }) => login)).toEqual(['boss', 'jane', 'martin']);
  });

  it.each<[string, string, string, number, string]>([
    ['somebody unknown', 'web', 'nobody', 400, 'LOGIN_UNKNOWN'],
    ['the holder', 'web', 'holder', 400, 'LOGIN_UNKNOWN'],
    ['somebody to an unknown group', 'nowhere', 'jane', 404, 'NO_SUCH_GROUP'],
    ['somebody to their main group', 'DEFAULT', 'jane', 409, 'ALREADY_IN_GROUP'],
  ])('is not made of adding %s', async (_, group, login, status, code) => {
    const body = { login: login === 'holder' ? account.nichandle : login };
    expect(errorOf(await holder.post(`${GROUPS}/${group}/user`, body).expect(status))).toBe(code);
  });

  it('is in each group once, however often somebody asks in the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => holder.post(`${GROUPS}/web/user`, { login: 'jane' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect((await holder.get(`${GROUPS}/web/user`)).body).toEqual(['jane']);
  });

  it('is not taken out of the main group, nor out of one that they are not in', async () => {
    expect(errorOf(await holder.delete(`${GROUPS}/DEFAULT/user/jane`).expect(409))).toBe('MAIN_GROUP');
    for (const login of ['jane', 'nobody'])
      expect(errorOf(await holder.delete(`${GROUPS}/web/user/${login}`).expect(404))).toBe('NOT_IN_GROUP');
    expect(errorOf(await holder.delete(`${GROUPS}/nowhere/user/jane`).expect(404))).toBe('NO_SUCH_GROUP');
  });

  it('who is deleted leaves them all', async () => {
    await holder.post(`${GROUPS}/web/user`, { login: 'jane' }).expect(200);
    await holder.delete(`${USERS}/jane`).expect(200);
    expect((await holder.get(`${GROUPS}/web/user`)).body).toEqual([]);
    await holder.delete(`${GROUPS}/web`).expect(200);
  });
});
