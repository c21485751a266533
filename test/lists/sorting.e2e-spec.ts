/** @needs postgres */
import type { Readable } from 'node:stream';
import type { ListDefinition } from '../../src/platform/lists/list.js';
import { listRequestOf } from '../../src/platform/lists/list-request.js';
import { Lists } from '../../src/platform/lists/lists.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

interface Row {
  readonly id: number;
}

/** Any list of the product with fields to sort by; every value but the id occurs many times. */
const THINGS: ListDefinition<Row, number> = {
  name: 'things',
  from: 'thing t',
  where: 't.owner = $1',
  key: 't.id',
  id: { sql: 't.id', type: 'number' },
  columns: 't.id',
  fields: {
    word: { sql: 't.word', type: 'string', sortable: true },
    amount: { sql: 't.amount', type: 'number', sortable: true },
    at: { sql: 't.at', type: 'datetime', sortable: true },
    flag: { sql: 't.flag', type: 'boolean', sortable: true },
    note: { sql: 't.note', type: 'string' },
  },
  view: ({ id }) => id,
};

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  await app.sql(`create table thing (id bigint generated always as identity primary key, owner text, word text not null,
    amount bigint not null, at timestamptz not null, flag boolean not null, note text)`);
  await app.sql(`insert into thing (owner, word, amount, at, flag)
    select case when n % 5 = 0 then 'theirs' else 'mine' end,
      (array['a', 'A', 'é', 'e', 'z z', '\u00df', '10', '9', ''])[1 + n % 9], (n * 7919) % 13 - 6,
      timestamptz '2026-11-20 09:00:00.123456+00' + (n * 31 % 11) * interval '0.000001 seconds', n % 3 = 0
    from generate_series(1, 101) n`);
});

afterAll(() => app.close());

type Page = number[] | (string | number)[] | Readable;

async function page(headers: Record<string, string>): Promise<{ body: Page; answered: Record<string, string> }> {
  const answered: Record<string, string> = {};
  const request = listRequestOf(headers, (header, value) => {
    answered[header] = value;
  });
  return { body: await app.get(Lists).answer(THINGS, ['mine'], request), answered };
}

async function byCursor(sort: string, order: string, size: number): Promise<number[]> {
  const all: number[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { body, answered }: Awaited<ReturnType<typeof page>> = await page({
      'x-pagination-mode': 'CachedObjectList-Cursor',
      'x-pagination-sort': sort,
      'x-pagination-sort-order': order,
      'x-pagination-size': String(size),
      'x-pagination-cursor': cursor,
    });
    all.push(...(body as number[]));
    cursor = answered['X-Pagination-Cursor-Next'];
  }
  return all;
}

const ORDERS = ['word', 'amount', 'at', 'flag'].flatMap((sort) =>
  (['ASC', 'DESC'] as const).flatMap((order) => [3, 40].map((size) => [sort, order, size] as const)),
);

it.each(ORDERS)(
  'sorted by %s %s, cursor pages of %i are the sorted list, ties in order of creation',
  async (sort, order, size) => {
    const rows = await app.sql<{ id: string }>(
      `select id from thing where owner = 'mine' order by ${sort} ${order}, id ${order}`,
    );
    const sorted = rows.map(({ id }) => Number(id));
    expect(sorted).toHaveLength(81);
    expect(await byCursor(sort, order, size)).toEqual(sorted);
    const { body, answered } = await page({
      'x-pagination-mode': 'CachedObjectList-Pages',
      'x-pagination-sort': sort,
      'x-pagination-sort-order': order,
      'x-pagination-number': '2',
      'x-pagination-size': String(size),
    });
    expect(body).toEqual(sorted.slice(size, 2 * size));
    expect(answered).toEqual({ 'X-Pagination-Elements': '81' });
  },
);

it('a cursor is good for the order that it was given in, and a field that may be empty is none', async () => {
  const headers = { 'x-pagination-mode': 'CachedObjectList-Cursor', 'x-pagination-size': '5' };
  const { answered } = await page({ ...headers, 'x-pagination-sort': 'word' });
  const cursor = { 'x-pagination-cursor': answered['X-Pagination-Cursor-Next'] ?? '' };
  for (const sort of [{}, { 'x-pagination-sort': 'amount' }])
    await expect(page({ ...headers, ...cursor, ...sort })).rejects.toMatchObject({
      details: { 'X-Pagination-Cursor': expect.any(String) as string },
    });
  await expect(page({ ...headers, 'x-pagination-sort': 'note' })).rejects.toMatchObject({
    details: { 'X-Pagination-Sort': expect.stringContaining('word, amount, at, flag') as string },
  });
});
