import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpErrors } from '../http/http.errors.js';
import { isStorable } from '../http/json-body.js';

const OPERATORS = ['like', 'eq', 'ne', 'lt', 'gt', 'in'] as const;
/** What a client may ask; `ge` is for filters that a route makes of its query string. */
export type Operator = (typeof OPERATORS)[number] | 'ge';

export interface Filter {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export type PageMode = 'ids' | 'pages' | 'cursor';

/** What a client asked of a list with the reference's headers (ovh-api.md §2.2). */
export interface ListRequest {
  readonly mode: PageMode;
  readonly number: number;
  readonly size: number;
  readonly cursor?: string;
  readonly sort?: string;
  readonly descending: boolean;
  readonly filters: readonly Filter[];
  /** Sets a header of the answer. */
  readonly answer: (header: string, value: string) => void;
}

/** The clients of the reference ask for 5000 when nobody tells them otherwise; one page never holds more. */
const MOST_PER_PAGE = 5000;
const DEFAULT_SIZE = 100;
const MOST_FILTERS = 10;
const MODES: Readonly<Record<string, PageMode>> = {
  'cachedobjectlist-pages': 'pages',
  'cachedobjectlist-cursor': 'cursor',
};

type Headers = FastifyRequest['headers'];

const refuse = (header: string, why: string): Error => httpErrors.invalidFields({ [header]: `${header} ${why}` });

const textOf = (headers: Headers, header: string): string | undefined => {
  const value = headers[header.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function wholeNumber(headers: Headers, header: string, fallback: number, most: number): number {
  const text = textOf(headers, header);
  if (text === undefined) return fallback;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw refuse(header, `must be a whole number from 1 to ${String(most)}`);
  return number;
}

function modeOf(headers: Headers): PageMode {
  const text = textOf(headers, 'X-Pagination-Mode');
  if (text === undefined) return 'ids';
  const mode = MODES[text.toLowerCase()];
  if (!mode) throw refuse('X-Pagination-Mode', 'must be CachedObjectList-Pages or CachedObjectList-Cursor');
  return mode;
}

function filterOf(text: string): Filter {
  const header = 'X-Pagination-Filter';
  const parts = /^([A-Za-z][A-Za-z0-9]*):([a-z]+)=(.*)$/s.exec(text);
  const operator = OPERATORS.find((known) => known === parts?.[2]);
  if (!parts?.[1] || !operator)
    throw refuse(header, `must look like field:like=value, with one of ${OPERATORS.join(', ')}`);
  try {
    const value = decodeURIComponent(parts[3] ?? '');
    if (!isStorable(value)) throw new URIError();
    return { field: parts[1], operator, value };
  } catch {
    throw refuse(header, `has a value that is not URL-encoded text at ${parts[1]}`);
  }
}

function filtersOf(headers: Headers): Filter[] {
  const parts = (textOf(headers, 'X-Pagination-Filter') ?? '').split('&').filter((part) => part !== '');
  if (parts.length > MOST_FILTERS)
    throw refuse('X-Pagination-Filter', `may hold ${String(MOST_FILTERS)} filters at most`);
  return parts.map(filterOf);
}

function orderOf(headers: Headers): boolean {
  const text = textOf(headers, 'X-Pagination-Sort-Order')?.toUpperCase() ?? 'ASC';
  if (text !== 'ASC' && text !== 'DESC') throw refuse('X-Pagination-Sort-Order', 'must be ASC or DESC');
  return text === 'DESC';
}

/** Reads the paging headers of a request. */
export function listRequestOf(headers: Headers, answer: ListRequest['answer']): ListRequest {
  const mode = modeOf(headers);
  const cursor = textOf(headers, 'X-Pagination-Cursor');
  const sort = textOf(headers, 'X-Pagination-Sort');
  return {
    mode,
    number: wholeNumber(headers, 'X-Pagination-Number', 1, 1_000_000),
    size: wholeNumber(headers, 'X-Pagination-Size', DEFAULT_SIZE, MOST_PER_PAGE),
    ...(cursor === undefined ? {} : { cursor }),
    ...(sort === undefined ? {} : { sort }),
    descending: orderOf(headers),
    filters: filtersOf(headers),
    answer,
  };
}

/** What the client asks of a list, as a parameter of a route. */
export const Paging = createParamDecorator((_: unknown, context: ExecutionContext): ListRequest => {
  const http = context.switchToHttp();
  const reply = http.getResponse<FastifyReply>();
  return listRequestOf(http.getRequest<FastifyRequest>().headers, (header, value) => void reply.header(header, value));
});
