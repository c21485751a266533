import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

/** A request to change contacts of a service, as the API tells it. */
export type ContactRequest = components['schemas']['nichandle.contactChange.Task'];

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

/** Whether something will still follow. */
export const isOpen = ({ state }: ContactRequest): boolean => OPEN_STATES.includes(state);

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

/** Key of everything that the cache holds about one request. */
export const keyOf = (id: number): readonly unknown[] => ['contact-requests', id];

/** One request, read again by itself until it is over; `null` for a number that no request can have. */
export function useRequest(id: number | null): UseQueryResult<ContactRequest> {
  return useQuery({
    queryKey: keyOf(id ?? 0),
    queryFn: () => answerOf(api.GET('/1.0/me/task/contactChange/{id}', { params: { path: { id: id ?? 0 } } })),
    enabled: id !== null,
    refetchInterval: ({ state }) => pollEvery(state.data, state.dataUpdateCount),
  });
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
