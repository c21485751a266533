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
  noSuchGroup: defineError(
    'accounts.no-such-group',
    'not-found',
    'The account has no group of the name in the path.',
    (name: string) => ({
      message: `There is no group ${name} in this account`,
      details: { group: `No group is named ${name}` },
    }),
  ),
  groupNameTaken: defineError(
    'accounts.group-name-taken',
    'conflict',
    'The account has a group of that name already; upper and lower case are the same.',
    (name: string) => ({
      message: `The group name ${name} is taken`,
      details: { name: `A group of this account is already named ${name}, in this or another case` },
    }),
  ),
  defaultGroup: defineError(
    'accounts.default-group',
    'conflict',
    'A group that every account has can be neither changed nor deleted.',
    (name: string) => `The group ${name} exists in every account and can be neither changed nor deleted`,
  ),
  groupHasUsers: defineError(
    'accounts.group-has-users',
    'conflict',
    'A group is deleted only when no user is left in it.',
    (name: string, users: number) =>
      users === 1
        ? `The group ${name} still has 1 user: move this user to another group first`
        : `The group ${name} still has ${String(users)} users: move them to other groups first`,
  ),
  alreadyInGroup: defineError(
    'accounts.already-in-group',
    'conflict',
    'The user is in the group already, as its main group or besides.',
    (login: string, group: string) => `The user ${login} is in the group ${group} already`,
  ),
  notInGroup: defineError(
    'accounts.not-in-group',
    'not-found',
    'The group has no such user.',
    (login: string, group: string) => ({
      message: `The group ${group} has no user ${login}`,
      details: { user: `No user of the group is named ${login}` },
    }),
  ),
  mainGroup: defineError(
    'accounts.main-group',
    'conflict',
    'A user cannot be taken out of the main group, only moved to another.',
    (login: string, group: string) =>
      `${group} is the main group of ${login}; give ${login} another with PUT /me/identity/user/${login}`,
  ),
  loginUnknown: defineError(
    'accounts.login-unknown',
    'bad-request',
    'The account has no user of the login in the body.',
    (login: string) => ({
      message: `There is no user ${login} in this account`,
      details: { login: `No user is named ${login}` },
    }),
  ),
  notAwaitingInvitation: defineError(
    'accounts.not-awaiting-invitation',
    'conflict',
    'Only a user who is enabled, has an address and no password yet can be invited again.',
    (login: string) =>
      `${login} cannot be invited: an invitation is for a user who is enabled, has an e-mail address and has not chosen a password yet`,
  ),
  noResetPossible: defineError(
    'accounts.no-reset-possible',
    'conflict',
    'Only a user who is enabled and has an address and a password can be sent a link to choose another.',
    (login: string) =>
      `The password of ${login} cannot be reset: the user needs to be enabled and to have an e-mail address and a password`,
  ),
  mailTooSoon: defineError(
    'accounts.mail-too-soon',
    'too-many-requests',
    'A mail to this user was asked for less than a minute ago.',
    (seconds: number) => `This user was just sent a mail; you can ask again in ${String(seconds)} seconds`,
  ),
  mailTooOften: defineError(
    'accounts.mail-too-often',
    'too-many-requests',
    'Five mails to this user were asked for within a day.',
    (most: number) => `This user was sent ${String(most)} mails within a day; use the newest of them, or try tomorrow`,
  ),
  invalidReset: defineError(
    'accounts.invalid-reset',
    'forbidden',
    'The link to choose a new password was used, has expired, or was replaced by a newer one.',
    () => 'This link is no longer valid: ask an administrator of the account for a new one',
  ),
  sessionNotFound: defineError(
    'accounts.session-not-found',
    'not-found',
    'Your login has no such session, or it has ended.',
    (id: number) => ({
      message: `You have no session ${String(id)}`,
      details: { id: `No session of yours has the number ${String(id)}` },
    }),
  ),
  auditEventNotFound: defineError(
    'accounts.audit-event-not-found',
    'not-found',
    'The audit trail of the account has no such event.',
    (id: number) => ({
      message: `There is no event ${String(id)} in the audit trail of this account`,
      details: { id: `No event of this account has the number ${String(id)}` },
    }),
  ),
};
