import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { DateTime, WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import { type Role, ROLES } from '../rbac/index.js';
import { USER_STATUSES, type UserStatus } from './identity-user.entity.js';

const LOGIN = /^[a-zA-Z0-9._-]{1,64}$/;
const TYPES = ['ROOT', 'SERVICE', 'USER'] as const;

/** `null` means "not given" for every optional field (reference §2.2). */
@WireModel('auth.UserRequest', 'A user to be created.')
export class CreateUserBody {
  /**
   * What stands behind the slash of the user's login; unique in the account, upper and lower case being the same.
   * @example "john.smith"
   */
  @Matches(LOGIN, { message: 'login takes 1 to 64 letters, digits, dots, dashes and underscores' })
  readonly login!: string;

  /**
   * Address of the user; needed when no password is given, because the invitation goes there.
   * @example "john.smith@example.com"
   */
  @IsOptional()
  @IsEmail({}, { message: 'email must be an e-mail address' })
  @MaxLength(254)
  readonly email?: string | null;

  /**
   * Anything that helps to recognise the user, such as a role in the company.
   * @example "Looks after the web sites"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly description?: string | null;

  /**
   * Group whose role the user gets: `ADMIN`, `DEFAULT`, `UNPRIVILEGED` or one of your own. `DEFAULT` when left out.
   * @example "DEFAULT"
   */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly group?: string | null;

  /**
   * First password, to be replaced at the first sign-in. Left out: the user gets an invitation to choose one.
   * @example "correct horse battery staple"
   */
  @IsOptional()
  @IsString()
  readonly password?: string | null;

  /**
   * Kind of user; only `USER` can be created here.
   * @example "USER"
   */
  @IsOptional()
  @IsIn(['USER'])
  readonly type?: 'USER' | null;
}

/** A client may send the whole user back: what cannot be changed is ignored. */
@WireModel('auth.UserUpdate', 'What can be changed of a user; a field that is left out stays.')
export class UpdateUserBody {
  /**
   * Address of the user; null takes it away. Links that were mailed to the old address stop working.
   * @example "john.smith@example.com"
   */
  @IsOptional()
  @IsEmail({}, { message: 'email must be an e-mail address' })
  @MaxLength(254)
  readonly email?: string | null;

  /**
   * Main group of the user.
   * @example "DEFAULT"
   */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly group?: string | null;

  /**
   * Anything that helps to recognise the user.
   * @example "Looks after the web sites"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly description?: string | null;
}

@WireModel('auth.PasswordReset', 'How a password is to be reset.')
export class ResetPasswordBody {
  /**
   * True cuts the present password and ends the sessions at once; else the password works until a new one is chosen.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly revoke?: boolean | null;
}

/** A user, as the database gives it to lists and to single reads. */
export interface UserRow {
  readonly account: string;
  readonly login: string;
  readonly email: string | null;
  readonly description: string;
  readonly group: string;
  readonly extraGroups: string[];
  readonly role: Role;
  readonly status: UserStatus;
  readonly creation: string;
  readonly lastUpdate: string;
  readonly passwordLastUpdate: string | null;
  readonly lastSignIn: string | null;
}

@WireModel('auth.User', 'A user of an account.')
export class UserView {
  /**
   * What stands behind the slash of the user's login.
   * @example "john.smith"
   */
  readonly login: string;

  /**
   * Address of the user.
   * @example "john.smith@example.com"
   */
  readonly email: string | null;

  /**
   * Free text.
   * @example "Looks after the web sites"
   */
  readonly description: string;

  /**
   * Main group of the user.
   * @example "ADMIN"
   */
  readonly group: string;

  /**
   * Groups that the user is in besides the main one.
   * @example ["web-sites"]
   */
  readonly extraGroups: string[];

  /**
   * Highest role of all these groups, which is the user's privilege: ADMIN is Administrator, REGULAR is User, UNPRIVILEGED is None.
   * @example "ADMIN"
   */
  @WireEnum('auth.RoleEnum', ROLES)
  readonly role: Role;

  /**
   * `PASSWORD_CHANGE_REQUIRED` until a password given by somebody else has been replaced.
   * @example "OK"
   */
  @WireEnum('auth.UserStatusEnum', USER_STATUSES)
  readonly status: UserStatus;

  /**
   * Kind of user.
   * @example "USER"
   */
  @WireEnum('auth.UserTypeEnum', TYPES)
  readonly type: (typeof TYPES)[number] | null = 'USER';

  /**
   * When the user was created.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly creation: string;

  /**
   * When the user was last changed.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly lastUpdate: string;

  /**
   * When the password was last set; null before the first.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly passwordLastUpdate: string | null;

  /**
   * When the user last signed in; null before the first time.
   * @example "2026-11-20T10:00:00.000000+00:00"
   */
  @DateTime()
  readonly lastSignIn: string | null;

  /**
   * Name of the user across the whole cloud.
   * @example "urn:v1:eu:identity:user:xx11111-ovh/john.smith"
   */
  readonly urn: string;

  constructor(row: UserRow) {
    this.login = row.login;
    this.email = row.email;
    this.description = row.description;
    this.group = row.group;
    this.extraGroups = row.extraGroups;
    this.role = row.role;
    this.status = row.status;
    this.creation = row.creation;
    this.lastUpdate = row.lastUpdate;
    this.passwordLastUpdate = row.passwordLastUpdate;
    this.lastSignIn = row.lastSignIn;
    this.urn = `urn:v1:eu:identity:user:${row.account}/${row.login}`;
  }
}
