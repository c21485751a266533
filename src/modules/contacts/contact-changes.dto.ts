import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Filter } from '../../platform/lists/list-request.js';
import { DateTime, WireEnum, WireEnumList, WireModel } from '../../platform/openapi/wire-types.js';
import { CONTACT_TYPES, type ContactType } from '../services/index.js';
import { type ChangeFailure, FAILURE_SENTENCES } from './change-failure.js';
import { CHANGE_STATES, type ChangeState } from './contact-change-states.js';

const NICHANDLE = /^[a-z0-9-]{2,32}$/i;
const NOT_A_NICHANDLE = { message: '$property must be the identifier of an account, such as xx11111-ovh' };

/** The contacts as you want them; one that is left out, or equal to the present one, stays. */
export class ChangeContactBody {
  /**
   * Wanted admin contact.
   * @example "xx11111-ovh"
   */
  @IsOptional()
  @Matches(NICHANDLE, NOT_A_NICHANDLE)
  readonly contactAdmin?: string | null;

  /**
   * Wanted technical contact.
   * @example "yy22222-ovh"
   */
  @IsOptional()
  @Matches(NICHANDLE, NOT_A_NICHANDLE)
  readonly contactTech?: string | null;

  /**
   * Wanted billing contact.
   * @example "xx11111-ovh"
   */
  @IsOptional()
  @Matches(NICHANDLE, NOT_A_NICHANDLE)
  readonly contactBilling?: string | null;
}

export class TokenBody {
  /**
   * The code in the last mail that you were sent for this change.
   * @example "Zk3vQ1x8mB-5tJr0sWnYc2LhDuE7aGf_pX9iKoV4bTq"
   */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly token!: string;
}

export class ContactChangesQuery {
  /**
   * Only changes asked for by this account; `%` stands for any characters.
   * @example "xx11111-ovh"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly askingAccount?: string;

  /**
   * Only changes in this state.
   * @example "validatingByCustomers"
   */
  @IsOptional()
  @IsIn(CHANGE_STATES)
  @WireEnum('nichandle.changeContact.TaskStateEnum', CHANGE_STATES)
  readonly state?: ChangeState;

  /**
   * Only changes towards this account; `%` stands for any characters.
   * @example "yy22222-ovh"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly toAccount?: string;

  filters(): Filter[] {
    const { askingAccount, state, toAccount } = this;
    return Object.entries({ askingAccount, state, toAccount }).flatMap(([field, value]) =>
      value === undefined ? [] : [{ field, operator: 'like' as const, value }],
    );
  }
}

@WireModel('nichandle.contactChange.Validation', 'One of the answers that a contact change needs.')
export class ValidationView {
  /**
   * Account whose answer is needed.
   * @example "yy22222-ovh"
   */
  readonly account!: string;

  /**
   * When it accepted; null while it is awaited.
   * @example null
   */
  @DateTime()
  readonly acceptedAt!: string | null;
}

/** A change with its service and parties, as the database gives it. */
export interface ContactChangeRow {
  readonly id: number;
  readonly state: ChangeState;
  readonly askingAccount: string;
  readonly fromAccount: string;
  readonly toAccount: string;
  readonly contactTypes: ContactType[];
  readonly serviceDomain: string;
  readonly serviceType: string;
  readonly dateRequest: string;
  readonly dateDone: string | null;
  readonly expiresAt: string;
  readonly comment: ChangeFailure | null;
  readonly validations: ValidationView[];
}

/** A contact change, as the reference's `nichandle.contactChange.Task` with fields of ours. */
@WireModel(
  'nichandle.contactChange.Task',
  'A contact change: who asked for which contacts of which service to go to whom, and how far it is.',
)
export class ContactChangeView {
  /**
   * Number of the change.
   * @example 42
   */
  readonly id: number;

  /**
   * `validatingByCustomers` while answers are awaited, `doing` while the contacts move, `done` once they have.
   * @example "validatingByCustomers"
   */
  @WireEnum('nichandle.changeContact.TaskStateEnum', CHANGE_STATES)
  readonly state: ChangeState;

  /**
   * Account that asked.
   * @example "xx11111-ovh"
   */
  readonly askingAccount: string | null;

  /**
   * Account that has the roles, or had them.
   * @example "xx11111-ovh"
   */
  readonly fromAccount: string;

  /**
   * Account that is to get them.
   * @example "yy22222-ovh"
   */
  readonly toAccount: string;

  /**
   * The roles.
   * @example ["contactTech"]
   */
  @WireEnumList('nichandle.changeContact.ContactTypeEnum', CONTACT_TYPES)
  readonly contactTypes: ContactType[];

  /**
   * Name of the service.
   * @example "example.com"
   */
  readonly serviceDomain: string | null;

  /**
   * Type of the service.
   * @example "emailDomain"
   */
  readonly serviceType: string;

  /**
   * When it was asked for.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly dateRequest: string;

  /**
   * When it ended, in whatever way; null while it is open.
   * @example null
   */
  @DateTime()
  readonly dateDone: string | null;

  /**
   * When it ends by itself unless everybody has answered.
   * @example "2026-11-27T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly expiresAt: string;

  /** Whose answers are needed, and when they were given. */
  readonly validations: ValidationView[];

  /**
   * Why it ended in `error`; null otherwise.
   * @example null
   */
  readonly comment: string | null;

  constructor(row: ContactChangeRow) {
    this.id = row.id;
    this.state = row.state;
    this.askingAccount = row.askingAccount;
    this.fromAccount = row.fromAccount;
    this.toAccount = row.toAccount;
    this.contactTypes = row.contactTypes;
    this.serviceDomain = row.serviceDomain;
    this.serviceType = row.serviceType;
    this.dateRequest = row.dateRequest;
    this.dateDone = row.dateDone;
    this.expiresAt = row.expiresAt;
    this.validations = row.validations;
    this.comment = row.comment === null ? null : FAILURE_SENTENCES[row.comment];
  }
}
