import { IsOptional, IsString, MaxLength } from 'class-validator';
import { httpErrors } from '../../platform/http/http.errors.js';
import type { Filter } from '../../platform/lists/list-request.js';
import { isMoment } from '../../platform/lists/moment.js';
import { DateTime, WireModel } from '../../platform/openapi/wire-types.js';

export class AuditEventsQuery {
  /**
   * Only events of this action.
   * @example "users.disable"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly action?: string;

  /**
   * Only what this user did; upper and lower case make no difference.
   * @example "john.smith"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly user?: string;

  /**
   * Only events of this moment or later, ISO 8601.
   * @example "2026-11-20T00:00:00Z"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly from?: string;

  /**
   * Only events before this moment, ISO 8601.
   * @example "2026-11-21T00:00:00Z"
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly to?: string;

  /** @throws `http.invalid-fields` naming what is no moment */
  filters(): Filter[] {
    const { action, user, from, to } = this;
    return [
      ...(action === undefined ? [] : [{ field: 'action', operator: 'eq', value: action } as const]),
      ...(user === undefined ? [] : [{ field: 'user', operator: 'eq', value: user.toLowerCase() } as const]),
      ...(from === undefined ? [] : [{ field: 'date', operator: 'ge', value: moment('from', from) } as const]),
      ...(to === undefined ? [] : [{ field: 'date', operator: 'lt', value: moment('to', to) } as const]),
    ];
  }
}

function moment(name: string, value: string): string {
  if (!isMoment(value))
    throw httpErrors.invalidFields({ [name]: `${name} must be a moment such as 2026-11-20T09:30:00Z` });
  return value;
}

/** An event, as the database gives it to lists and to single reads. */
export interface AuditEventRow {
  readonly id: number;
  readonly date: string;
  readonly account: string | null;
  readonly user: string | null;
  readonly method: string | null;
  readonly application: string | null;
  readonly ip: string | null;
  readonly action: string;
  readonly object: string;
  readonly keys: string[];
  readonly queryId: string;
  readonly result: string;
}

@WireModel('AuditEvent', 'Something that was done on an account, or refused.')
export class AuditEventView {
  /**
   * Number of the event.
   * @example 42
   */
  readonly id: number;

  /**
   * When it happened.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly date: string;

  /**
   * Nichandle of the account that acted; null before anybody had signed in, and for what happens by itself.
   * @example "xx11111-ovh"
   */
  readonly account: string | null;

  /**
   * The user of that account who acted; null for the holder.
   * @example "john.smith"
   */
  readonly user: string | null;

  /**
   * How the actor had signed in.
   * @example "user"
   */
  readonly method: string | null;

  /**
   * The application that acted for them; null for a person.
   * @example null
   */
  readonly application: string | null;

  /**
   * Address of the network that it came from.
   * @example "192.0.2.17"
   */
  readonly ip: string | null;

  /**
   * What was done.
   * @example "users.edit"
   */
  readonly action: string;

  /**
   * What it was done to.
   * @example "user jane"
   */
  readonly object: string;

  /**
   * Names of the fields that changed; never their values.
   * @example ["email", "group"]
   */
  readonly keys: string[];

  /**
   * Query id of the call, as in `X-OVH-QUERYID` of its answer.
   * @example "mandate.0199f0c2-6f1e-7c3a-9b1d-2f4e6a8c0d1e"
   */
  readonly queryId: string;

  /**
   * `done`, or the code of the error that refused it.
   * @example "done"
   */
  readonly result: string;

  constructor(row: AuditEventRow) {
    this.id = row.id;
    this.date = row.date;
    this.account = row.account;
    this.user = row.user;
    this.method = row.method;
    this.application = row.application;
    this.ip = row.ip;
    this.action = row.action;
    this.object = row.object;
    this.keys = row.keys;
    this.queryId = row.queryId;
    this.result = row.result;
  }
}
