import { defineMail } from '../../platform/mail/mail.js';

export interface UserInvitationView {
  /** Full login, `1234-567-89/john.smith`. */
  readonly login: string;
  /** Nichandle of the holder. */
  readonly account: string;
  /** Who added the user: a nichandle or a full login. */
  readonly invitedBy: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface PasswordResetView {
  readonly login: string;
  readonly account: string;
  /** Who asked for it: a nichandle or a full login. */
  readonly askedBy: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface PasswordChangedView {
  readonly login: string;
  readonly at: Date;
  /** Address of the network from which it was done. */
  readonly ip: string;
}

export interface UserDisabledView {
  readonly login: string;
  readonly account: string;
  /** Who disabled the user: a nichandle or a full login. */
  readonly disabledBy: string;
  readonly at: Date;
}

/** To a new user without a password: a single-use link to choose one. */
export const userInvitation = defineMail<UserInvitationView>({
  template: 'accounts/user-invitation',
  sample: {
    login: '1234-567-89/john.smith',
    account: 'xx11111-ovh',
    invitedBy: '1234-567-89/jane',
    token: 'b7Qw2ZrT-1nXyKd93LsPf0VhJcU5mGe_aE8oRi6tBvM',
    expiresAt: new Date('2026-11-21T10:32:00Z'),
  },
});

/** To the person whose password was changed, whoever changed it. */
export const passwordChanged = defineMail<PasswordChangedView>({
  template: 'accounts/password-changed',
  sample: { login: '1234-567-89/john.smith', at: new Date('2026-11-20T10:32:00Z'), ip: '192.0.2.17' },
});

/** To a user whose password is to be replaced: a single-use link to choose another. */
export const passwordReset = defineMail<PasswordResetView>({
  template: 'accounts/password-reset',
  sample: {
    login: '1234-567-89/john.smith',
    account: 'xx11111-ovh',
    askedBy: '1234-567-89/jane',
    token: 'Lq4Vt9XyRb-7mJc2KwHe5NsZp8GdUf_iAoC3vQx6TnE',
    expiresAt: new Date('2026-11-21T10:32:00Z'),
  },
});

/** To a user who can no longer sign in. */
export const userDisabled = defineMail<UserDisabledView>({
  template: 'accounts/user-disabled',
  sample: {
    login: '1234-567-89/john.smith',
    account: 'xx11111-ovh',
    disabledBy: '1234-567-89/jane',
    at: new Date('2026-11-20T10:32:00Z'),
  },
});
