/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount, PASSWORD } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const AUDIT = '/1.0/me/audit';
const USERS = '/1.0/me/identity/user';

interface EventAnswer {
  readonly id: number;
  readonly date: string;
  readonly action: string;
  readonly user: string | null;
}

let app: RunningApp;
let account: AccountRow;
let holder: Caller;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  account = anAccount();
  await app.given({
    accounts: [account],
    users: [
      aUser(account, { login: 'Boss', group: 'ADMIN' }),
      aUser(account, { login: 'jane', group: 'UNPRIVILEGED' }),
    ],
  });
  holder = await app.as(account.nichandle);
  const boss = await app.as(`${account.customerCode}/Boss`);
  await boss.put(`${USERS}/jane`, { description: 'a remark' }).expect(200);
  app.clock.move({ hours: 1 });
  await holder.post(`${USERS}/jane/disable`).expect(200);
  app.clock.move({ hours: 1 });
  await holder.post(`${USERS}/jane/enable`).expect(200);
  await app.anybody.post('/auth/login', { login: `${account.customerCode}/jane`, password: 'wrong' }).expect(401);
});

afterAll(() => app.close());

const expanded = async (query = '', headers: Record<string, string> = {}): Promise<EventAnswer[]> => {
  const paging = { 'x-pagination-mode': 'CachedObjectList-Pages', ...headers };
  return (await holder.with(paging).get(`${AUDIT}${query}`).expect(200)).body as EventAnswer[];
};
const actions = (events: readonly EventAnswer[]): string[] => events.map(({ action }) => action);

const ALL = ['users.edit', 'users.disable', 'users.enable', 'sessions.sign-in'];

it('is read by everybody in the account who may read, by number or whole', async () => {
  for (const login of [account.nichandle, `${account.customerCode}/jane`]) {
    const caller = await app.as(login);
    const ids = (await caller.get(AUDIT).expect(200)).body as number[];
    expect(ids).toHaveLength(4);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const one = await caller.get(`${AUDIT}/${String(ids[0])}`).expect(200);
    expect(one.body).toEqual({
      id: ids[0],
      date: expect.any(String) as string,
      account: account.nichandle,
      user: 'Boss',
      method: 'user',
      application: null,
      ip: '127.0.0.1',
      action: 'users.edit',
      object: 'user jane',
      keys: ['description'],
      queryId: expect.stringMatching(/^mandate\./) as string,
      result: 'done',
    });
  }
  expect(actions(await expanded())).toEqual(ALL);
  expect(JSON.stringify(await expanded())).not.toMatch(new RegExp(`a remark|wrong"|${PASSWORD}`));
});

it('carries the query id of the call, and the reason of a refusal', async () => {
  const answer = await holder.put(`${USERS}/jane`, { description: 'another' }).expect(200);
  const [newest] = await expanded('', { 'x-pagination-sort-order': 'DESC', 'x-pagination-size': '1' });
  expect(newest).toMatchObject({ queryId: answer.get('x-ovh-queryid'), account: account.nichandle, user: null });
  await app.sql('delete from audit_event where id = ?', [newest?.id]);
  const [refused] = await expanded('?action=sessions.sign-in');
  expect(refused).toMatchObject({
    result: 'accounts.bad-credentials',
    object: 'login jane',
    account: null,
    user: null,
  });
});

it('shows the newest first when asked to, by either mode', async () => {
  expect(actions(await expanded('', { 'x-pagination-sort-order': 'DESC' }))).toEqual([...ALL].reverse());
  const cursor = {
    'x-pagination-mode': 'CachedObjectList-Cursor',
    'x-pagination-size': '3',
    'x-pagination-sort': 'date',
    'x-pagination-sort-order': 'DESC',
  };
  const first = await holder.with(cursor).get(AUDIT).expect(200);
  const rest = await holder
    .with({ ...cursor, 'x-pagination-cursor': first.get('x-pagination-cursor-next') ?? '' })
    .get(AUDIT)
    .expect(200);
  expect(actions([...(first.body as EventAnswer[]), ...(rest.body as EventAnswer[])])).toEqual([...ALL].reverse());
});

it('is filtered by action, user and time, together too', async () => {
  const [edit, disable, enable] = await expanded();
  const at = (event: EventAnswer | undefined): string => encodeURIComponent(event?.date ?? '');
  expect(actions(await expanded('?action=users.disable'))).toEqual(['users.disable']);
  for (const user of ['Boss', 'boss', 'BOSS']) expect(actions(await expanded(`?user=${user}`))).toEqual(['users.edit']);
  expect(actions(await expanded(`?from=${at(disable)}`))).toEqual(ALL.slice(1));
  expect(actions(await expanded(`?to=${at(disable)}`))).toEqual(['users.edit']);
  expect(actions(await expanded(`?from=${at(edit)}&to=${at(enable)}&action=users.disable`))).toEqual(['users.disable']);
  expect(await expanded('?user=nobody')).toEqual([]);
  expect((await holder.get(`${AUDIT}?action=users.enable`).expect(200)).body).toEqual([enable?.id]);
});

it.each([
  ['from=yesterday', 'from'],
  ['to=2026-02-30', 'to'],
  [`action=${'x'.repeat(65)}`, 'action'],
  ['user=a&user=b', 'user'],
])('the query %s is refused, and the field is named', async (query, field) => {
  const answer = await holder.get(`${AUDIT}?${query}`).expect(400);
  expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
});

it('of another account is not there', async () => {
  const other = anAccount();
  await app.given({ accounts: [other] });
  const caller = await app.as(other.nichandle);
  const [id] = (await holder.get(AUDIT)).body as number[];
  expect((await caller.get(AUDIT).expect(200)).body).toEqual([]);
  for (const missing of [id, 987_654_321])
    expect((await caller.get(`${AUDIT}/${String(missing)}`).expect(404)).body).toMatchObject({
      errorCode: 'AUDIT_EVENT_NOT_FOUND',
    });
  await holder.get(`${AUDIT}/x`).expect(400);
});
