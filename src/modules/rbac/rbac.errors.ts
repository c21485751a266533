import { defineError } from '../../platform/errors/domain-error.js';
import type { DocumentedError } from '../../platform/http/error-description.js';
import type { Permission } from './privilege.js';

const NEEDS: Readonly<Record<Permission, string>> = {
  self: 'any user that is not disabled',
  read: 'the privilege None, User or Administrator',
  write: 'the privilege User or Administrator',
  'manage-users': 'the privilege Administrator',
};

export const rbacErrors = {
  notSignedIn: defineError(
    'rbac.not-signed-in',
    'unauthenticated',
    'No credential was given, or its session has ended.',
    () => 'You must login first',
  ),
  missingCsrfHeader: defineError(
    'rbac.missing-csrf-header',
    'forbidden',
    'A change was asked with the session cookie but without the header that other sites cannot send.',
    () => 'A change that is asked with the session cookie needs the header X-Mandate-Csrf: 1',
  ),
  notGranted: defineError(
    'rbac.not-granted-call',
    'forbidden',
    'The privilege of the caller does not cover this route.',
    (permission: Permission) => `This call has not been granted: it needs ${NEEDS[permission]}`,
  ),
  passwordChangeRequired: defineError(
    'rbac.password-change-required',
    'forbidden',
    'The first password was given by somebody else and has to be replaced before anything else.',
    () => 'Choose your own password first, with POST /auth/password',
  ),
  noSuchRoute: defineError(
    'rbac.no-such-route',
    'bad-request',
    'The method and path that were asked about belong to no route.',
    (path: string) => ({ message: 'There is no such route', details: { path: `No route answers to ${path}` } }),
  ),
};

/**
 * What the guard can answer before a route is reached, for its documentation.
 *
 * @param permission what the route needs
 * @param changes whether its method can change anything
 */
export function errorsOfGuard(permission: string, changes: boolean): readonly DocumentedError[] {
  return [
    rbacErrors.notSignedIn,
    ...(permission === 'self' ? [] : [rbacErrors.notGranted, rbacErrors.passwordChangeRequired]),
    ...(changes ? [rbacErrors.missingCsrfHeader] : []),
  ];
}
