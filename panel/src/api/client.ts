import createClient, { type Middleware } from 'openapi-fetch';
import { Failure, failureFrom } from './failure.ts';
import type { paths } from './schema.d.ts';

const ANSWER_WITHIN_MS = 20_000;

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD'];

let onSignedOut: () => void = () => undefined;

/** Says what happens when any call finds that the session is over. The session owns the only listener. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

const headers: Middleware = {
  onRequest: ({ request }) => {
    // The session is a cookie that scripts cannot read; this header proves that the call comes from this origin.
    if (!SAFE_METHODS.includes(request.method)) request.headers.set('X-Mandate-Csrf', '1');
    request.headers.set('Accept-Language', document.documentElement.lang);
  },
};

const session: Middleware = {
  onResponse: ({ response, schemaPath }) => {
    // A wrong password is a 401 too, and says nothing about the session.
    if (response.status === 401 && !schemaPath.startsWith('/auth/')) onSignedOut();
  },
};

/** Typed client of the public API on our own origin. Use it through `answerOf`. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
});
api.use(headers, session);

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Waits for a call.
 *
 * @returns body and response of a 2xx
 * @throws {Failure} for everything else, status 0 when no answer came
 */
export async function responseOf<T>(call: Promise<Answer<T>>): Promise<{ body: T; response: Response }> {
  const { data, error, response } = await call.catch(() => {
    throw new Failure(0, '');
  });
  if (!response.ok) throw failureFrom(response, error);
  return { body: data as T, response };
}

/** Waits for a call and returns the body of its 2xx; see `responseOf` for what it throws. */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await responseOf(call)).body;
}
