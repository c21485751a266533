import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { issueToken } from '../../platform/tokens/one-time-token.js';

/** A day's work, with some of the evening. */
const SESSION_HOURS = 12;
const HOUR_MS = 3_600_000;

export interface OpenSession {
  readonly account: string;
  readonly userId: number | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Somebody is signed in. The token exists only with them: we keep its digest. */
@Entity({ tableName: 'session' })
export class Session {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: 'blob' })
  readonly digest: Buffer;

  @Property({ type: 'string' })
  readonly account: string;

  @Property({ type: new BigIntType('number'), nullable: true })
  readonly userId: number | null;

  @Property({ type: 'string', columnType: 'inet', nullable: true })
  readonly ip: string | null;

  @Property({ type: 'string', nullable: true })
  readonly userAgent: string | null;

  @Property({ type: 'datetime' })
  readonly createdAt: Date;

  @Property({ type: 'datetime' })
  readonly expiresAt: Date;

  private constructor({ account, userId, ip, userAgent }: OpenSession, digest: Buffer, now: Date) {
    this.digest = digest;
    this.account = account;
    this.userId = userId;
    this.ip = ip;
    this.userAgent = userAgent?.slice(0, 255) ?? null;
    this.createdAt = now;
    this.expiresAt = new Date(now.getTime() + SESSION_HOURS * HOUR_MS);
  }

  static open(session: OpenSession, now: Date): { session: Session; token: string } {
    const { token, digest } = issueToken();
    return { session: new Session(session, digest, now), token };
  }
}
