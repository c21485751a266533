import type { Statement } from '../database/reader.js';
import { httpErrors } from '../http/http.errors.js';
import type { FieldType, ListDefinition, ListField } from './list.js';
import type { Filter, ListRequest, Operator } from './list-request.js';
import { isMoment } from './moment.js';

const CASTS: Readonly<Record<FieldType, string>> = {
  string: 'text',
  number: 'bigint',
  datetime: 'timestamptz',
  boolean: 'boolean',
};

const VALID: Readonly<Record<FieldType, (value: string) => boolean>> = {
  string: () => true,
  number: (value) => /^-?\d{1,16}$/.test(value),
  datetime: isMoment,
  boolean: (value) => value === 'true' || value === 'false',
};

const COMPARISONS: Readonly<Record<Exclude<Operator, 'like' | 'in'>, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  gt: '>',
  ge: '>=',
};

type AnyList = Omit<ListDefinition<object, unknown>, 'view'>;

/** A query whose values are numbered as they come. */
class Query {
  readonly values: unknown[];
  private readonly conditions: string[];

  /** Columns in front of the key in every order. */
  readonly leading: readonly string[];

  constructor(
    private readonly list: AnyList,
    scope: readonly unknown[],
    filters: readonly Filter[],
  ) {
    this.values = [...scope];
    const { owner, where } = list;
    const ranged = owner !== undefined && !filters.some(({ field }) => list.fields[field]?.indexed);
    this.leading = ranged ? [owner] : [];
    this.conditions = [ranged ? `${owner} between $1 and $1` : where];
    for (const filter of filters) addFilter(this, list, filter);
  }

  bind(value: unknown): string {
    return `$${String(this.values.push(value))}`;
  }

  add(condition: string): void {
    this.conditions.push(condition);
  }

  select(columns: string, tail: string): string {
    return `select ${columns} from ${this.list.from} where ${this.conditions.join(' and ')} ${tail}`;
  }
}

/** A statement with its values; `prepared` says whether its text is one of few. */
export interface BoundStatement extends Statement {
  readonly values: readonly unknown[];
}

interface Order {
  readonly wireName: string;
  readonly field: ListField;
}

const refuse = (field: string, why: string): Error => httpErrors.invalidFields({ [field]: `${field} ${why}` });

function checked(name: string, { type }: ListField, value: string): string {
  if (!VALID[type](value)) throw refuse(name, `is compared with something that is no ${type}`);
  return value;
}

function addFilter(query: Query, list: AnyList, { field: name, operator, value }: Filter): void {
  const field = Object.hasOwn(list.fields, name) ? list.fields[name] : undefined;
  if (!field)
    throw refuse('X-Pagination-Filter', `names ${name}, which is none of ${Object.keys(list.fields).join(', ')}`);
  const cast = CASTS[field.type];
  if (operator === 'like') {
    // A backslash is one character like any other; as the last one of a pattern it would be an error.
    query.add(`${field.sql}::text ilike ${query.bind(value)} escape ''`);
  } else if (operator === 'in') {
    const values = value.split(',').map((one) => checked(name, field, one));
    query.add(`${field.sql} = any (${query.bind(values)}::${cast}[])`);
  } else {
    query.add(`${field.sql} ${COMPARISONS[operator]} ${query.bind(checked(name, field, value))}::${cast}`);
  }
}

function orderOf(list: AnyList, sort: string | undefined): Order | undefined {
  if (sort === undefined) return undefined;
  const field = Object.hasOwn(list.fields, sort) ? list.fields[sort] : undefined;
  const sortable = Object.keys(list.fields).filter((name) => list.fields[name]?.sortable);
  if (!field?.sortable) throw refuse('X-Pagination-Sort', `must be one of ${sortable.join(', ')}`);
  return { wireName: sort, field };
}

interface Position {
  readonly sort: string | null;
  readonly value: string | null;
  readonly key: string;
}

const encode = ({ sort, value, key }: Position): string =>
  Buffer.from(JSON.stringify([sort, value, key])).toString('base64url');

const unknownCursor = (): Error => refuse('X-Pagination-Cursor', 'is not one that this list has given');

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Falls through: whatever it is, it is not ours.
  }
  throw unknownCursor();
}

const isValid = (type: FieldType, value: unknown): value is string => typeof value === 'string' && VALID[type](value);

function decode(cursor: string, order: Order | undefined): Position {
  const [sort, value, key] = partsOf(cursor);
  if (!isValid('number', key) || sort !== (order?.wireName ?? null)) throw unknownCursor();
  if (!order) return { sort: null, value: null, key };
  if (!isValid(order.field.type, value)) throw unknownCursor();
  return { sort: order.wireName, value, key };
}

/** Where a page begins: behind a row, in the order of these columns and the ones that lead every order. */
function addBehind(query: Query, columns: Readonly<Record<string, string>>, direction: '<' | '>'): void {
  const names = [...query.leading, ...Object.keys(columns)].join(', ');
  const values = [...query.leading.map(() => '$1'), ...Object.values(columns)].join(', ');
  query.add(`(${names}) ${direction} (${values})`);
}

function addPosition(query: Query, list: AnyList, order: Order | undefined, request: ListRequest): void {
  if (request.cursor === undefined) return;
  const { value, key } = decode(request.cursor, order);
  const sorted = order ? { [order.field.sql]: `${query.bind(value)}::${CASTS[order.field.type]}` } : {};
  addBehind(query, { ...sorted, [list.key]: `${query.bind(key)}::bigint` }, request.descending ? '<' : '>');
}

const named = (list: AnyList, kind: string, request: ListRequest, text: string): Pick<Statement, 'name' | 'text'> =>
  // Filters can be combined in so many ways that keeping a plan for each would only fill memory.
  request.filters.length > 0 ? { text } : { name: `list ${list.name} ${kind}`.slice(0, 63), text };

/** Which rows of the order belong to the page: those behind the cursor, or those behind the pages before. */
function limits(query: Query, request: ListRequest): string {
  // One row more than asked shows whether another page follows.
  if (request.mode === 'cursor') return `limit ${query.bind(request.size + 1)}`;
  return `limit ${query.bind(request.size)} offset ${query.bind((request.number - 1) * request.size)}`;
}

/** The statement for one page of whole objects. */
export function pageStatement(list: AnyList, scope: readonly unknown[], request: ListRequest): BoundStatement {
  const order = orderOf(list, request.sort);
  const query = new Query(list, scope, request.filters);
  if (request.mode === 'cursor') addPosition(query, list, order, request);
  const direction = request.descending ? 'desc' : 'asc';
  const sorts = order ? { _sort: order.field.sql, _key: list.key } : { _key: list.key };
  const by = [...query.leading, ...Object.values(sorts)].map((sql) => `${sql} ${direction}`).join(', ');
  const position = Object.entries(sorts)
    .map(([name, sql]) => `${sql}::text as "${name}"`)
    .join(', ');
  const text = query.select(`${list.columns}, ${position}`, `order by ${by} ${limits(query, request)}`);
  const place = request.cursor === undefined ? 'first' : 'next';
  const kind = [request.mode, order?.wireName ?? 'key', direction, place].join(' ');
  return { ...named(list, kind, request, text), values: query.values };
}

/** The cursor that continues after `row`. */
export function cursorAfter(row: object, request: ListRequest): string {
  const { _key: key, _sort: value } = row as { _key: string; _sort?: string };
  return encode({ sort: request.sort ?? null, value: value ?? null, key });
}

/** The statement that counts what all pages together hold. */
export function countStatement(list: AnyList, scope: readonly unknown[], request: ListRequest): BoundStatement {
  const query = new Query(list, scope, request.filters);
  return { ...named(list, 'count', request, query.select('count(*) as "count"', '')), values: query.values };
}

/** The statement for the next ids in order of creation, after the row with the given key. */
export function idsStatement(
  list: AnyList,
  scope: readonly unknown[],
  request: ListRequest,
  after: string,
  size: number,
): BoundStatement {
  const query = new Query(list, scope, request.filters);
  addBehind(query, { [list.key]: `${query.bind(after)}::bigint` }, '>');
  const by = [...query.leading, list.key].join(', ');
  const text = query.select(
    `${list.id.sql} as "id", ${list.key}::text as "_key"`,
    `order by ${by} limit ${query.bind(size)}`,
  );
  return { ...named(list, 'ids', request, text), values: query.values };
}
