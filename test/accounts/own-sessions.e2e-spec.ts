/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount, PASSWORD } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const SESSIONS = '/1.0/me/session';

interface SessionAnswer {
  readonly id: number;
  readonly current: boolean;
  readonly method: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly creation: string;
  readonly expiration: string;
}

let app: RunningApp;
let account: AccountRow;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
});

afterAll(() => app.close());

beforeEach(async () => {
  account = anAccount();
  await app.given({
    accounts: [account],
    users: [aUser(account, { login: 'jane' }), aUser(account, { login: 'boss', group: 'ADMIN' })],
  });
});

const jane = (): string => `${account.customerCode}/jane`;

async function signIn(login: string, agent: string): Promise<Caller> {
  const answer = await app.anybody
    .with({ 'user-agent': agent })
    .post('/auth/login', { login, password: PASSWORD })
    .expect(200);
  return Caller.withToken(app.url.api, (answer.body as { token: string }).token);
}

const whole = async (caller: Caller): Promise<SessionAnswer[]> =>
  (await caller.with({ 'x-pagination-mode': 'CachedObjectList-Cursor' }).get(SESSIONS).expect(200))
    .body as SessionAnswer[];

it('one’s own are listed, with where they were opened and which is the one of the call', async () => {
  const phone = await signIn(jane(), 'a phone');
  const desk = await signIn(jane(), 'a desk');
  const ids = (await desk.get(SESSIONS).expect(200)).body as number[];
  expect(await whole(desk)).toEqual([
    {
      id: ids[0],
      current: false,
      method: 'user',
      ip: '127.0.0.1',
      userAgent: 'a phone',
      creation: expect.any(String) as string,
      expiration: expect.any(String) as string,
    },
    {
      id: ids[1],
      current: true,
      method: 'user',
      ip: '127.0.0.1',
      userAgent: 'a desk',
      creation: expect.any(String) as string,
      expiration: expect.any(String) as string,
    },
  ]);
  expect((await whole(phone)).map(({ current }) => current)).toEqual([true, false]);
  const [first] = await whole(phone);
  expect((await phone.get(`${SESSIONS}/${String(ids[0])}`).expect(200)).body).toEqual(first);
  expect(Date.parse(first?.expiration ?? '') - Date.parse(first?.creation ?? '')).toBe(12 * 3_600_000);
});

it('nobody sees or ends anybody else’s: not the holder’s, not a user’s, not another account’s', async () => {
  const other = anAccount();
  await app.given({ accounts: [other] });
  const callers = await Promise.all(
    [account.nichandle, jane(), `${account.customerCode}/boss`, other.nichandle].map((login) => signIn(login, login)),
  );
  const lists = await Promise.all(callers.map(async (caller) => (await caller.get(SESSIONS)).body as number[]));
  expect(lists.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  for (const [mine, caller] of callers.entries())
    for (const [place, [id]] of lists.entries()) {
      if (place === mine) continue;
      for (const method of ['GET', 'DELETE']) {
        const answer = await caller.call(method, `${SESSIONS}/${String(id)}`).expect(404);
        expect(answer.body).toMatchObject({ errorCode: 'SESSION_NOT_FOUND' });
      }
    }
  for (const caller of callers) await caller.get('/1.0/me').expect(200);
});

it('one that is ended ends at once, and no other with it', async () => {
  const lost = await signIn(jane(), 'lost');
  const desk = await signIn(jane(), 'desk');
  await lost.get('/1.0/me').expect(200);
  const [id] = (await desk.get(SESSIONS)).body as number[];
  await desk.delete(`${SESSIONS}/${String(id)}`).expect(200, 'null');
  await lost.get('/1.0/me').expect(401);
  await desk.get('/1.0/me').expect(200);
  await desk.delete(`${SESSIONS}/${String(id)}`).expect(404);
  const [event] = await app.sql<{ action: string; object: string }>(
    'select action, object from audit_event order by id desc limit 1',
  );
  expect(event).toEqual({ action: 'sessions.revoke', object: `session ${String(id)}` });
  const [own] = (await desk.get(SESSIONS)).body as number[];
  await desk.delete(`${SESSIONS}/${String(own)}`).expect(200);
  await desk.get('/1.0/me').expect(401);
});

it('one that has ended by itself is not listed', async () => {
  await signIn(jane(), 'yesterday');
  app.clock.move({ hours: 12 });
  const now = await signIn(jane(), 'now');
  expect((await whole(now)).map(({ userAgent }) => userAgent)).toEqual(['now']);
});

it('a session is a number', async () => {
  const caller = await signIn(jane(), 'desk');
  for (const id of ['x', '-1', '1.5', '99999999999999999999']) {
    await caller.get(`${SESSIONS}/${id}`).expect(400);
    await caller.delete(`${SESSIONS}/${id}`).expect(400);
  }
});
