import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { DateTime, WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import type { Principal } from '../rbac/index.js';
import type { SignedIn } from './sessions.service.js';

const STATUSES = ['OK', 'PASSWORD_CHANGE_REQUIRED', 'OTP_REQUIRED'] as const;

@WireModel('Login', 'Credentials to sign in with.')
export class LoginBody {
  /**
   * Your nichandle, or for a user of an account its customer code, a slash and the user's name.
   * @example "1234-567-89/john.smith"
   */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly login!: string;

  /**
   * Your password.
   * @example "correct horse battery staple"
   */
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  readonly password!: string;

  /**
   * Code of the second factor, for a login that has one.
   * @example "123456"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly otp?: string | null;
}

@WireModel('Session', 'An opened session.')
export class LoginView {
  /**
   * Send it as `Authorization: Bearer …`. The answer sets it as the cookie `mandate_session`, too.
   * @example "kq3Yt0P1cJ3V8mZs6fXo4W2rB7uHnL5dEaGiTyCvQ9s"
   */
  readonly token: string;

  /**
   * When the session ends by itself.
   * @example "2026-11-20T21:30:00.000Z"
   */
  @DateTime()
  readonly expiresAt: string;

  /**
   * `PASSWORD_CHANGE_REQUIRED`: choose a password of your own with `POST /auth/password` before anything else.
   * @example "OK"
   */
  @WireEnum('SessionStatus', STATUSES)
  readonly status: (typeof STATUSES)[number];

  constructor({ token, expiresAt, status }: SignedIn) {
    this.token = token;
    this.expiresAt = expiresAt.toISOString();
    this.status = status;
  }
}

@WireModel('PasswordChange', 'The password of now and the one to come.')
export class ChangePasswordBody {
  /**
   * The password you signed in with.
   * @example "given by an administrator"
   */
  @IsString()
  @MaxLength(1000)
  readonly currentPassword!: string;

  /**
   * 12 to 128 characters, of any kind; a short sentence does well.
   * @example "correct horse battery staple"
   */
  @IsString()
  @MaxLength(1000)
  readonly newPassword!: string;
}

@WireModel('FirstPassword', 'The answer to an invitation.')
export class FirstPasswordBody {
  /**
   * The token in the link of your invitation.
   * @example "kq3Yt0P1cJ3V8mZs6fXo4W2rB7uHnL5dEaGiTyCvQ9s"
   */
  @IsString()
  @MaxLength(200)
  readonly token!: string;

  /**
   * 12 to 128 characters, of any kind; a short sentence does well.
   * @example "correct horse battery staple"
   */
  @IsString()
  @MaxLength(1000)
  readonly newPassword!: string;
}

@WireModel('PasswordResetAnswer', 'The answer to a mail that asks for a new password.')
export class ResetPasswordAnswerBody {
  /**
   * The token in the link of the mail.
   * @example "kq3Yt0P1cJ3V8mZs6fXo4W2rB7uHnL5dEaGiTyCvQ9s"
   */
  @IsString()
  @MaxLength(200)
  readonly token!: string;

  /**
   * 12 to 128 characters, of any kind; a short sentence does well.
   * @example "correct horse battery staple"
   */
  @IsString()
  @MaxLength(1000)
  readonly newPassword!: string;
}

/** How somebody can sign in, in the words of the reference. */
export const AUTH_METHODS = ['account', 'oauth2_client_credentials', 'provider', 'user'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** Who you are to the API. */
@WireModel('auth.Details', 'Who the credential of the call stands for.')
export class AuthDetailsView {
  /**
   * Nichandle of the account that you act for.
   * @example "xx11111-ovh"
   */
  readonly account: string;

  /**
   * Name of the user, null for the holder.
   * @example "john.smith"
   */
  readonly user: string | null;

  /**
   * How you signed in.
   * @example "user"
   */
  @WireEnum('auth.MethodEnum', AUTH_METHODS)
  readonly method: AuthMethod;

  /**
   * Roles that you have in the account.
   * @example ["ADMIN"]
   */
  readonly roles: string[] | null;

  /**
   * What this identity is for; null when nobody said.
   * @example null
   */
  readonly description: string | null = null;

  /**
   * Routes that the credential is limited to; null means every route.
   * @example null
   */
  readonly allowedRoutes: string[] | null = null;

  /**
   * Names under which rules can mean you.
   * @example ["urn:v1:eu:identity:user:xx11111-ovh/john.smith"]
   */
  readonly identities: string[];

  constructor({ account, user, standing, method }: Principal) {
    this.account = account;
    this.user = user?.login ?? null;
    this.method = method;
    this.roles = standing === 'HOLDER' ? ['ADMIN'] : [standing];
    this.identities = [
      user ? `urn:v1:eu:identity:user:${account}/${user.login}` : `urn:v1:eu:identity:account:${account}`,
    ];
  }
}
