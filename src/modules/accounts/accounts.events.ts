import { IsInt, IsOptional, IsString } from 'class-validator';
import { DomainEvent } from '../../platform/messaging/domain-event.js';

/** A user was created without a password: an invitation is due. */
export class UserInvited extends DomainEvent {
  static readonly type = 'accounts.user-invited';

  @IsInt()
  readonly userId: number;

  /** Login of the user who invited; absent when the holder did. */
  @IsOptional()
  @IsString()
  readonly invitedBy?: string;

  constructor(userId: number, invitedBy?: string) {
    super();
    this.userId = userId;
    if (invitedBy !== undefined) this.invitedBy = invitedBy;
  }
}

/** A user was created, with or without a password. */
export class UserCreated extends DomainEvent {
  static readonly type = 'accounts.user-created';

  @IsInt()
  readonly userId: number;

  constructor(userId: number) {
    super();
    this.userId = userId;
  }
}

/** A link to choose a new password was asked for. */
export class PasswordResetAsked extends DomainEvent {
  static readonly type = 'accounts.password-reset-asked';

  @IsInt()
  readonly userId: number;

  /** Login of the user who asked; absent when the holder did. */
  @IsOptional()
  @IsString()
  readonly askedBy?: string;

  constructor(userId: number, askedBy?: string) {
    super();
    this.userId = userId;
    if (askedBy !== undefined) this.askedBy = askedBy;
  }
}

/** Somebody replaced the password of their login. */
export class PasswordChanged extends DomainEvent {
  static readonly type = 'accounts.password-changed';

  @IsString()
  readonly account: string;

  /** Absent when it was the holder's. */
  @IsOptional()
  @IsInt()
  readonly userId?: number;

  constructor(account: string, userId?: number) {
    super();
    this.account = account;
    if (userId !== undefined) this.userId = userId;
  }
}

/** A user was disabled. */
export class UserDisabled extends DomainEvent {
  static readonly type = 'accounts.user-disabled';

  @IsInt()
  readonly userId: number;

  /** Login of the user who disabled; absent when the holder did. */
  @IsOptional()
  @IsString()
  readonly disabledBy?: string;

  constructor(userId: number, disabledBy?: string) {
    super();
    this.userId = userId;
    if (disabledBy !== undefined) this.disabledBy = disabledBy;
  }
}
