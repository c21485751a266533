import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api, responseOf } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

/** A request to change contacts of a service, as the API tells it. */
export type ContactRequest = components['schemas']['ContactChangeTask'];

/** Where a request stands. */
export type RequestState = ContactRequest['state'];

/** States in the order in which people meet them. */
export const STATES: readonly RequestState[] = [
  'todo',
  'checkValidity',
  'validatingByCustomers',
  'doing',
  'done',
  'refused',
  'aborted',
  'expired',
  'error',
];

/** States that something will still follow on. */
export const OPEN_STATES: readonly RequestState[] = ['todo', 'checkValidity', 'validatingByCustomers', 'doing'];

/** Whether a person is awaited; in the other open states the server is at work. */
export const awaitsPeople = ({ state }: ContactRequest): boolean => state === 'validatingByCustomers';

const isOpen = ({ state }: ContactRequest): boolean => OPEN_STATES.includes(state);

/** Accounts whose acceptance is still missing. */
export const awaitedOf = ({ validations }: ContactRequest): readonly string[] =>
  validations.filter(({ acceptedAt }) => acceptedAt === null).map(({ account }) => account);

/** Whether this account still has to answer. */
export const isTurnOf = (account: string, request: ContactRequest): boolean =>
  awaitsPeople(request) && awaitedOf(request).includes(account);

const SERVER_AT_WORK_MS = 1_000;
const PEOPLE_AT_WORK_MS = 2_000;
const LEFT_OPEN_MS = 15_000;
const POLLS_BEFORE_SLOWING_DOWN = 150;

/** How long to wait before asking again; the browser stops asking while the page is hidden. */
function pollEvery(request: ContactRequest | undefined, polls: number): number | false {
  if (request === undefined || !isOpen(request)) return false;
  if (polls > POLLS_BEFORE_SLOWING_DOWN) return LEFT_OPEN_MS;
  return awaitsPeople(request) ? PEOPLE_AT_WORK_MS : SERVER_AT_WORK_MS;
}

/** One request, read again by itself until it is over. */
export const requestQuery = (id: number) =>
  queryOptions({
    queryKey: ['contact-requests', id],
    queryFn: () => answerOf(api.GET('/1.0/me/task/contactChange/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => pollEvery(state.data, state.dataUpdateCount),
  });

/** What the list shows: who asked, and where it stands. */
export interface RequestFilter {
  readonly direction: 'all' | 'received' | 'sent';
  readonly state: RequestState | 'open' | 'any';
}

interface RequestPage {
  readonly requests: readonly ContactRequest[];
  readonly next: string | null;
}

const PAGE_SIZE = 20;
const LIST_REFRESH_MS = 10_000;
const PAGES_REFRESHED_BY_THEMSELVES = 3;

/** Requests that the account is involved in, newest first, page by page. */
export const requestListQuery = (account: string, filter: RequestFilter) =>
  infiniteQueryOptions({
    queryKey: ['contact-requests', 'list', account, filter],
    queryFn: ({ pageParam }) => readPage(account, filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: RequestPage) => next,
    refetchInterval: ({ state }) => (state.data?.pages.length ?? 0) <= PAGES_REFRESHED_BY_THEMSELVES && LIST_REFRESH_MS,
  });

async function readPage(account: string, filter: RequestFilter, cursor: string | null): Promise<RequestPage> {
  const conditions = conditionsOf(account, filter);
  const { body, response } = await responseOf(
    api.GET('/1.0/me/task/contactChange', {
      headers: {
        'X-Pagination-Mode': 'CachedObjectList-Cursor',
        'X-Pagination-Size': String(PAGE_SIZE),
        'X-Pagination-Sort-Order': 'DESC',
        ...(conditions === '' ? {} : { 'X-Pagination-Filter': conditions }),
        ...(cursor === null ? {} : { 'X-Pagination-Cursor': cursor }),
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

/** What can be done to a request; each is a sub-path of it. */
export type RequestAction = 'accept' | 'refuse' | 'resendEmail' | 'cancel';

/** The answer of the access check for one action. */
export interface Access {
  readonly allowed: boolean;
  readonly explanation: string;
}

/**
 * Asks whether the person may do this. The panel knows no rule: it offers what the API would allow. When the question
 * itself fails the action is offered, and the API decides on the press.
 *
 * @returns `null` until the answer is here
 */
export function useAccess(request: ContactRequest, action: RequestAction): Access | null {
  const path = `/me/task/contactChange/${request.id}/${action}`;
  const { data, isError } = useQuery({
    // A change of state or of who has answered may change what one may do.
    queryKey: ['access', path, request.state, awaitedOf(request)],
    queryFn: () => answerOf(api.GET('/1.0/me/access', { params: { query: { method: 'POST', path } } })),
    placeholderData: (before) => before,
  });
  return data ?? (isError ? { allowed: true, explanation: '' } : null);
}

/** Sends an answer; the codes travel in the body and nowhere else. */
export async function send(id: number, action: RequestAction, token: string): Promise<void> {
  const params = { path: { id } };
  const calls = {
    accept: () => api.POST('/1.0/me/task/contactChange/{id}/accept', { params, body: { token } }),
    refuse: () => api.POST('/1.0/me/task/contactChange/{id}/refuse', { params, body: { token } }),
    resendEmail: () => api.POST('/1.0/me/task/contactChange/{id}/resendEmail', { params }),
    cancel: () => api.POST('/1.0/me/task/contactChange/{id}/cancel', { params }),
  };
  await answerOf<null>(calls[action]());
}
