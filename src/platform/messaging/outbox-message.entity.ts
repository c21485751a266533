import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';

/** What travels beside an event. */
export interface MessageHeaders {
  readonly queryId: string;
}

/**
 * An event that was decided together with a change and is still to be published. There is no state: the row is gone as
 * soon as the event is where its consumers will find it.
 */
@Entity({ tableName: 'outbox' })
export class OutboxMessage {
  [OptionalProps]?: 'failures' | 'deferredUntil' | 'lastError';

  /** Rises with time, so the oldest event goes first; doubles as the message id at every consumer. */
  @PrimaryKey({ type: 'uuid' })
  readonly id: string = uuidv7();

  @Property({ type: 'string', length: 255 })
  readonly type: string;

  @Property({ type: 'json' })
  readonly payload: object;

  @Property({ type: 'json' })
  readonly headers: MessageHeaders;

  @Property({ type: 'datetime', columnType: 'timestamptz' })
  readonly occurredAt: Date;

  /** How often the broker did not want this one. */
  @Property({ type: 'integer', default: 0 })
  readonly failures: number = 0;

  /** Not before this moment: an event that cannot be published must not hold up the others. */
  @Property({ type: 'datetime', columnType: 'timestamptz', nullable: true })
  readonly deferredUntil: Date | null = null;

  @Property({ type: 'text', nullable: true })
  readonly lastError: string | null = null;

  constructor(type: string, payload: object, headers: MessageHeaders, occurredAt: Date) {
    this.type = type;
    this.payload = payload;
    this.headers = headers;
    this.occurredAt = occurredAt;
  }
}
