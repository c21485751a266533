import { defineError, type ErrorDetails } from '../errors/domain-error.js';

export const httpErrors = {
  invalidFields: defineError(
    'http.invalid-fields',
    'bad-request',
    'A field of the path, the query, a header or the body has a value that cannot be.',
    (details: ErrorDetails) => ({ message: `Not valid: ${Object.values(details).join('; ')}`, details }),
  ),
  malformedJson: defineError('http.malformed-json', 'bad-request', 'The body is not JSON.', (why: string) => ({
    message: `The body is not JSON that can be read: ${why}`,
    details: { body: why },
  })),
  malformedRequest: defineError(
    'http.malformed-request',
    'bad-request',
    'The request breaks a rule of HTTP or is too large.',
    (why: string) => why,
  ),
  noSuchRoute: defineError(
    'http.no-such-route',
    'not-found',
    'No route answers to this method and path.',
    (method: string, path: string) => `There is no route ${method} ${path}`,
  ),
  tooManyRequests: defineError(
    'http.too-many-requests',
    'too-many-requests',
    'Too many calls came from one place to a route that needs no sign-in; `Retry-After` says when to try again.',
    (seconds: number) => `Too many attempts; try again in ${String(seconds)} seconds`,
  ),
};
