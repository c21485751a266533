import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { api, responseOf } from '../api/client.ts';
import { OPEN_STATES, type ContactRequest, type RequestState } from './request.ts';

/** What the list shows: who asked, and where it stands. */
export interface RequestFilter {
  readonly direction: 'all' | 'received' | 'sent';
  readonly state: RequestState | 'open' | 'any';
}

/** A page of the list. */
export interface RequestPage {
  readonly requests: readonly ContactRequest[];
  /** Cursor of the page after this one. */
  readonly next: string | null;
}

const NO_CURSOR: string | null = null;
const PAGE_SIZE = 20;
const LIST_REFRESH_MS = 10_000;
const PAGES_REFRESHED_BY_THEMSELVES = 3;

/** Requests that the account is involved in, newest first, page by page. */
export function useRequestList(
  account: string,
  filter: RequestFilter,
): UseInfiniteQueryResult<InfiniteData<RequestPage>> {
  return useInfiniteQuery({
    queryKey: ['contact-requests', 'list', account, filter],
    queryFn: ({ pageParam }) => readPage(account, filter, pageParam),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ next }: RequestPage) => next,
    refetchInterval: ({ state }) => (state.data?.pages.length ?? 0) <= PAGES_REFRESHED_BY_THEMSELVES && LIST_REFRESH_MS,
  });
}

async function readPage(account: string, filter: RequestFilter, cursor: string | null): Promise<RequestPage> {
  const conditions = conditionsOf(account, filter);
  const { body, response } = await responseOf(
    api.GET('/1.0/me/task/contactChange', {
      params: {
        header: {
          'X-Pagination-Mode': 'CachedObjectList-Cursor',
          'X-Pagination-Size': PAGE_SIZE,
          'X-Pagination-Sort-Order': 'DESC',
          ...(conditions === '' ? {} : { 'X-Pagination-Filter': conditions }),
          ...(cursor === null ? {} : { 'X-Pagination-Cursor': cursor }),
        },
      },
    }),
  );
  // With a pagination mode a list answers whole objects, without one ids: the schema can only say "either".
  return { requests: body as ContactRequest[], next: response.headers.get('X-Pagination-Cursor-Next') };
}

function conditionsOf(account: string, { direction, state }: RequestFilter): string {
  const conditions: string[] = [];
  if (state === 'open') conditions.push(`state:in=${OPEN_STATES.join(',')}`);
  else if (state !== 'any') conditions.push(`state:eq=${state}`);
  if (direction === 'sent') conditions.push(`askingAccount:eq=${account}`);
  if (direction === 'received') conditions.push(`askingAccount:ne=${account}`);
  return conditions.join('&');
}
