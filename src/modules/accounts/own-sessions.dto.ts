import { DateTime, WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import { AUTH_METHODS, type AuthMethod } from './sessions.dto.js';

/** A session, as the database gives it to lists and to single reads. */
export interface SessionRow {
  readonly id: number;
  readonly userId: number | null;
  readonly creation: string;
  readonly expiration: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

@WireModel('OpenSession', 'Somewhere your login is signed in.')
export class SessionView {
  /**
   * Number of the session.
   * @example 42
   */
  readonly id: number;

  /**
   * When the session was opened.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly creation: string;

  /**
   * When the session ends by itself.
   * @example "2026-11-20T21:30:00.000000+00:00"
   */
  @DateTime()
  readonly expiration: string;

  /**
   * Address of the network that it was opened from.
   * @example "192.0.2.17"
   */
  readonly ip: string | null;

  /**
   * What the program called itself that it was opened with.
   * @example "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
   */
  readonly userAgent: string | null;

  /**
   * Whether it is the one that this call was made with.
   * @example true
   */
  readonly current: boolean;

  /**
   * How you signed in.
   * @example "user"
   */
  @WireEnum('auth.MethodEnum', AUTH_METHODS)
  readonly method: AuthMethod;

  constructor(row: SessionRow, currentId: number) {
    this.id = row.id;
    this.creation = row.creation;
    this.expiration = row.expiration;
    this.ip = row.ip;
    this.userAgent = row.userAgent;
    this.current = row.id === currentId;
    this.method = row.userId === null ? 'account' : 'user';
  }
}
