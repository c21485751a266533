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
