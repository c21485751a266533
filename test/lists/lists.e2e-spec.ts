/** @needs postgres */
import type { Response } from 'supertest';
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const USERS = '/1.0/me/identity/user';
const MANY = 12_003;

let app: RunningApp;
let account: AccountRow;
let crowd: AccountRow;
let caller: Caller;
/** In order of creation; by no name or time in that order. */
const logins = Array.from({ length: 57 }, (_, n) => `user-${String((n * 31) % 57).padStart(2, '0')}`);

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  account = anAccount();
  crowd = anAccount();
  const groups = ['ADMIN', 'DEFAULT', 'UNPRIVILEGED'] as const;
  await app.given({
    accounts: [account, crowd],
    users: logins.map((login, n) => aUser(account, { login, group: groups[n % 3] ?? 'DEFAULT' })),
  });
  await app.given({ users: Array.from({ length: MANY }, (_, n) => aUser(crowd, { login: `one-${String(n)}` })) });
  caller = await app.as(account.nichandle);
});

afterAll(() => app.close());

const list = (headers: Record<string, string>, path = USERS): Promise<Response> =>
  Promise.resolve(caller.with(headers).get(path));

const loginsOf = ({ body }: Response): string[] => (body as { login: string }[]).map(({ login }) => login);

/** Follows the cursors to the end. */
async function allPages(headers: Record<string, string>): Promise<{ all: string[]; pages: number }> {
  const all: string[] = [];
  for (let pages = 1, cursor = ''; ; pages += 1) {
    const answer = await list({
      'x-pagination-mode': 'CachedObjectList-Cursor',
      'x-pagination-cursor': cursor,
      ...headers,
    });
    expect(answer.status).toBe(200);
    all.push(...loginsOf(answer));
    cursor = answer.get('x-pagination-cursor-next') ?? '';
    if (cursor === '') return { all, pages };
  }
}

const filtered = async (filter: string): Promise<string[]> =>
  (await allPages({ 'x-pagination-filter': filter, 'x-pagination-size': '20' })).all;

describe('a list', () => {
  it('answers ids in order of creation', async () => {
    expect((await list({})).body).toEqual(logins);
  });

  it.each([1, 7, 19, 56, 57, 58])('in cursor pages of %i is the same list, in both directions', async (size) => {
    const headers = { 'x-pagination-size': String(size) };
    const { all, pages } = await allPages(headers);
    expect(all).toEqual(logins);
    expect(pages).toBe(Math.ceil(57 / size));
    expect((await allPages({ ...headers, 'x-pagination-sort-order': 'DESC' })).all).toEqual(logins.toReversed());
  });

  it('in cursor pages misses nobody and repeats nobody while others come and go', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const answer = await list({
        'x-pagination-mode': 'CachedObjectList-Cursor',
        'x-pagination-cursor': cursor,
        'x-pagination-size': '19',
      });
      seen.push(...loginsOf(answer));
      cursor = answer.get('x-pagination-cursor-next') ?? '';
      if (page === 0)
        await app.sql('delete from identity_user where account = ? and login = ?', [account.nichandle, logins[0]]);
    }
    expect(seen).toEqual(logins);
    await app.sql('delete from identity_user where account = ?', [account.nichandle]);
    const groups = ['ADMIN', 'DEFAULT', 'UNPRIVILEGED'] as const;
    await app.given({ users: logins.map((login, n) => aUser(account, { login, group: groups[n % 3] ?? 'DEFAULT' })) });
  });

  it('in numbered pages says how many there are in all', async () => {
    const page = (number: number): Promise<Response> =>
      list({
        'x-pagination-mode': 'cachedobjectlist-pages',
        'x-pagination-number': String(number),
        'x-pagination-size': '25',
      });
    const pages = [await page(1), await page(2), await page(3), await page(4)];
    expect(pages.map(loginsOf)).toEqual([logins.slice(0, 25), logins.slice(25, 50), logins.slice(50), []]);
    for (const one of pages) expect(one.get('x-pagination-elements')).toBe('57');
  });

  it('of many thousands is streamed whole and in order', async () => {
    const answer = await (await app.as(crowd.nichandle)).get(USERS).expect(200);
    expect(answer.get('content-type')).toBe('application/json; charset=utf-8');
    const body = answer.body as string[];
    expect(body).toHaveLength(MANY);
    expect(body).toEqual(Array.from({ length: MANY }, (_, n) => `one-${String(n)}`));
  });

  it('of exactly as many as are fetched at a time ends well', async () => {
    for (const size of [5000, 10_000]) {
      const exact = anAccount();
      await app.given({ accounts: [exact], users: [] });
      await app.given({ users: Array.from({ length: size }, (_, n) => aUser(exact, { login: `u${String(n)}` })) });
      expect((await (await app.as(exact.nichandle)).get(USERS).expect(200)).body).toHaveLength(size);
    }
  });
});

describe('filters', () => {
  const where = (keep: (login: string, place: number) => boolean): string[] => logins.filter(keep);

  it.each<[string, (login: string, place: number) => boolean]>([
    ['login:eq=user-07', (login) => login === 'user-07'],
    ['login:ne=user-07', (login) => login !== 'user-07'],
    ['login:like=user-0%25', (login) => login < 'user-10'],
    ['login:like=USER-0_', (login) => login < 'user-10'],
    ['login:lt=user-05', (login) => login < 'user-05'],
    ['login:gt=user-50', (login) => login > 'user-50'],
    ['login:in=user-03,user-04,nobody', (login) => login === 'user-03' || login === 'user-04'],
    ['role:eq=ADMIN', (_, place) => place % 3 === 0],
    ['role:eq=ADMIN&login:lt=user-20', (login, place) => place % 3 === 0 && login < 'user-20'],
    ['creation:gt=2020-01-01', () => true],
    ['creation:lt=2020-01-01T00:00:00Z', () => false],
    ['lastSignIn:gt=2020-01-01', () => false],
    ["login:eq=x' or 1=1 --", () => false],
    ['login:like=%5C', () => false],
    ['login:like=x%5C', () => false],
    ['login:in=', () => false],
  ])('%s keeps what it says', async (filter, keep) => {
    expect(await filtered(filter)).toEqual(where(keep));
    expect((await list({ 'x-pagination-filter': filter })).body).toEqual(where(keep));
  });
});

describe('what cannot be asked', () => {
  const CURSOR = 'X-Pagination-Cursor';
  const madeCursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

  it.each<[header: string, value: string]>([
    ['X-Pagination-Mode', 'CachedObjectList'],
    ['X-Pagination-Size', '0'],
    ['X-Pagination-Size', '5001'],
    ['X-Pagination-Size', 'many'],
    ['X-Pagination-Size', '1e3'],
    ['X-Pagination-Number', '-1'],
    ['X-Pagination-Number', '0'],
    ['X-Pagination-Sort', 'passwordHash'],
    ['X-Pagination-Sort', 'constructor'],
    ['X-Pagination-Sort-Order', 'UP'],
    ['X-Pagination-Filter', 'login=x'],
    ['X-Pagination-Filter', 'passwordHash:like=%25'],
    ['X-Pagination-Filter', 'constructor:eq=x'],
    ['X-Pagination-Filter', 'login:regex=x'],
    ['X-Pagination-Filter', 'login:eq=%'],
    ['X-Pagination-Filter', 'login:eq=%00'],
    ['X-Pagination-Filter', Array.from({ length: 11 }, () => 'login:eq=x').join('&')],
    [CURSOR, 'x'],
    [CURSOR, '!!!'],
    [CURSOR, madeCursor(null, null)],
    [CURSOR, madeCursor(null, null, '1; drop table account')],
    [CURSOR, madeCursor('login', 'x', '1')],
    [CURSOR, madeCursor(null, null, '99999999999999999999')],
  ])('%s: %s answers 400 and names the header', async (header, value) => {
    const answer = await list({ 'x-pagination-mode': 'CachedObjectList-Cursor', [header]: value });
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'INVALID_FIELDS' } });
    expect(Object.keys((answer.body as { details: object }).details)).toEqual([header]);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-11-20T25:00:00Z',
    '2026-11-20T10:00:00+23:00',
    '0000-01-01',
    'yesterday',
    'infinity',
  ])('a time such as %s answers 400 and names the field', async (value) => {
    const answer = await list({ 'x-pagination-filter': `creation:lt=${encodeURIComponent(value)}` });
    expect(answer).toMatchObject({ status: 400, body: { details: { creation: expect.any(String) as string } } });
  });

  it.each([
    '/1.0/services?resourceName=%00',
    '/1.0/services?resourceName=x%5C',
    '/1.0/me/task/contactChange?toAccount=%00',
    '/1.0/vps/%00/serviceInfos',
  ])('%s is no fault of ours', async (path) => {
    expect((await list({}, path)).status).toBeLessThan(500);
  });
});
