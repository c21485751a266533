import { IsIn, IsInt, IsString } from 'class-validator';
import { DomainEvent } from '../../platform/messaging/domain-event.js';

abstract class ContactChangeEvent extends DomainEvent {
  @IsInt()
  readonly changeId: number;

  constructor(changeId: number) {
    super();
    this.changeId = changeId;
  }
}

/** Somebody asked for contacts to be changed. */
export class ContactChangeAsked extends ContactChangeEvent {
  static readonly type = 'contacts.change-asked';
}

/** The worker has taken a change up and is looking at the rules. */
export class ContactChangeCheckStarted extends ContactChangeEvent {
  static readonly type = 'contacts.change-check-started';
}

/** The rules hold; the parties are being asked for their answers. */
export class ContactChangeAwaitsAnswers extends ContactChangeEvent {
  static readonly type = 'contacts.change-awaits-answers';
}

/** Everybody who had to has accepted: the change is to be applied. */
export class ContactChangeAccepted extends ContactChangeEvent {
  static readonly type = 'contacts.change-accepted';
}

/** The contacts have moved. */
export class ContactChangeDone extends ContactChangeEvent {
  static readonly type = 'contacts.change-done';
}

/** A party has refused. */
export class ContactChangeRefused extends ContactChangeEvent {
  static readonly type = 'contacts.change-refused';
}

/** Whoever asked has withdrawn. */
export class ContactChangeCancelled extends ContactChangeEvent {
  static readonly type = 'contacts.change-cancelled';
}

/** Not everybody answered in time. */
export class ContactChangeExpired extends ContactChangeEvent {
  static readonly type = 'contacts.change-expired';
}

/** A final check stood in the way; the change says which. */
export class ContactChangeFailed extends ContactChangeEvent {
  static readonly type = 'contacts.change-failed';
}

export const TOKEN_OCCASIONS = ['request', 'reminder'] as const;
export type TokenOccasion = (typeof TOKEN_OCCASIONS)[number];

/** A party is to be mailed a token of its own, made at that moment. */
export class ContactTokenDue extends ContactChangeEvent {
  static readonly type = 'contacts.token-due';

  @IsString()
  readonly account: string;

  @IsIn(TOKEN_OCCASIONS)
  readonly occasion: TokenOccasion;

  constructor(changeId: number, account: string, occasion: TokenOccasion) {
    super(changeId);
    this.account = account;
    this.occasion = occasion;
  }
}

export const NOTICES = ['refused', 'cancelled', 'expired', 'failed', 'done', 'moved'] as const;
export type Notice = (typeof NOTICES)[number];

/** A party is to be told how a change ended. */
export class ContactNoticeDue extends ContactChangeEvent {
  static readonly type = 'contacts.notice-due';

  @IsString()
  readonly account: string;

  @IsIn(NOTICES)
  readonly notice: Notice;

  constructor(changeId: number, account: string, notice: Notice) {
    super(changeId);
    this.account = account;
    this.notice = notice;
  }
}
