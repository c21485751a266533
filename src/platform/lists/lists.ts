import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import type { ListDefinition } from './list.js';
import { countStatement, cursorAfter, idsStatement, pageStatement } from './list-query.js';
import type { Filter, ListRequest } from './list-request.js';

/** Ids fetched at a time: a list longer than this is streamed, so that no length of it fills the memory. */
const IDS_AT_ONCE = 5000;

interface IdRow {
  readonly id: string | number;
  readonly _key: string;
}

/** The one implementation of every list (product §1.4): ids, pages with a total, or keyset pages with a cursor. */
@Injectable()
export class Lists {
  constructor(private readonly reader: Reader) {}

  /**
   * @param scope values of `$1`, `$2`, … in the definition's `where`
   * @param request what the client's headers ask; sets `X-Pagination-Elements` or `X-Pagination-Cursor-Next`
   * @param filters filters that the route takes from its query string
   * @returns ids in order of creation, or whole objects when a pagination mode was asked
   * @throws `http.invalid-fields` naming the header or field that cannot be
   */
  async answer<Row extends object, View>(
    list: ListDefinition<Row, View>,
    scope: readonly unknown[],
    request: ListRequest,
    filters: readonly Filter[] = [],
  ): Promise<View[] | (string | number)[] | Readable> {
    const full: ListRequest = { ...request, filters: [...request.filters, ...filters] };
    if (full.mode === 'ids') return this.ids(list, scope, full);
    if (full.mode === 'pages') return this.numberedPage(list, scope, full);
    return this.cursorPage(list, scope, full);
  }

  private async cursorPage<Row extends object, View>(
    list: ListDefinition<Row, View>,
    scope: readonly unknown[],
    request: ListRequest,
  ): Promise<View[]> {
    const statement = pageStatement(list, scope, request);
    const rows = await this.reader.rows<Row>(statement, statement.values);
    const page = rows.slice(0, request.size);
    const last = page.at(-1);
    if (rows.length > request.size && last) request.answer('X-Pagination-Cursor-Next', cursorAfter(last, request));
    return page.map(list.view);
  }

  private async numberedPage<Row extends object, View>(
    list: ListDefinition<Row, View>,
    scope: readonly unknown[],
    request: ListRequest,
  ): Promise<View[]> {
    const page = pageStatement(list, scope, request);
    const count = countStatement(list, scope, request);
    const [rows, [total]] = await Promise.all([
      this.reader.rows<Row>(page, page.values),
      this.reader.rows<{ count: number }>(count, count.values),
    ]);
    request.answer('X-Pagination-Elements', String(total?.count ?? 0));
    return rows.map(list.view);
  }

  private async ids<Row extends object, View>(
    list: ListDefinition<Row, View>,
    scope: readonly unknown[],
    request: ListRequest,
  ): Promise<(string | number)[] | Readable> {
    const fetch = (after: string): Promise<IdRow[]> => {
      const statement = idsStatement(list, scope, request, after, IDS_AT_ONCE);
      return this.reader.rows<IdRow>(statement, statement.values);
    };
    const first = await fetch('0');
    if (first.length < IDS_AT_ONCE) return first.map(({ id }) => id);
    request.answer('content-type', 'application/json; charset=utf-8');
    return Readable.from(jsonArray(first, fetch), { objectMode: false });
  }
}

async function* jsonArray(first: IdRow[], fetch: (after: string) => Promise<IdRow[]>): AsyncGenerator<string> {
  let separator = '[';
  for (let rows = first; ; rows = await fetch(rows.at(-1)?._key ?? '')) {
    if (rows.length > 0) yield separator + rows.map(({ id }) => JSON.stringify(id)).join(',');
    separator = ',';
    if (rows.length < IDS_AT_ONCE) break;
  }
  yield ']';
}
