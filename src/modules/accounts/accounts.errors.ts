import { defineError } from '../../platform/errors/domain-error.js';

export const accountErrors = {
  badCredentials: defineError(
    'accounts.bad-credentials',
    'unauthenticated',
    'Login and password do not go together; whether the login exists is not said.',
    () => 'This login and password do not go together',
  ),
  userNotFound: defineError(
    'accounts.user-not-found',
    'not-found',
    'The account has no such user.',
    (login: string) => ({
      message: `There is no user ${login} in this account`,
      details: { user: `No user is named ${login}` },
    }),
  ),
  groupNotFound: defineError(
    'accounts.group-not-found',
    'bad-request',
    'The account has no such group.',
    (name: string) => ({
      message: `There is no group ${name} in this account`,
      details: { group: `No group is named ${name}` },
    }),
  ),
  loginTaken: defineError(
    'accounts.login-taken',
    'conflict',
    'The account has a user of that login already; upper and lower case are the same.',
    (login: string) => ({
      message: `The login ${login} is taken`,
      details: { login: `A user of this account is already named ${login}, in this or another case` },
    }),
  ),
  weakPassword: defineError(
    'accounts.weak-password',
    'bad-request',
    'The password is too easy to guess.',
    (field: string, why: string) => ({
      message: why,
      details: { [field]: why },
    }),
  ),
  wrongPassword: defineError(
    'accounts.wrong-password',
    'forbidden',
    'The current password that was given is not the current one.',
    () => ({
      message: 'The current password is wrong',
      details: { currentPassword: 'This is not your current password' },
    }),
  ),
  emailOrPasswordNeeded: defineError(
    'accounts.email-or-password-needed',
    'bad-request',
    'A new user needs an address to be invited at, or a first password.',
    () => ({
      message: 'Give an e-mail address, to which an invitation is sent, or a first password',
      details: { email: 'An address is needed when no password is given' },
    }),
  ),
  aboveYourself: defineError(
    'accounts.above-yourself',
    'forbidden',
    'The user, or the role to be given, stands above the caller.',
    () => 'You cannot act on somebody above yourself, nor give more than you have',
  ),
  ownUser: defineError(
    'accounts.own-user',
    'conflict',
    'Somebody tried to disable or delete the user they are signed in with.',
    () => 'You cannot disable or delete the user you are signed in with',
  ),
  invalidInvitation: defineError(
    'accounts.invalid-invitation',
    'forbidden',
    'The link of an invitation was used, has expired, or was replaced by a newer one.',
    () => 'This invitation is no longer valid: ask an administrator of the account for a new one',
  ),
};
