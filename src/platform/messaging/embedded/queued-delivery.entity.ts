import { OptionalProps, PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { MessageHeaders } from '../outbox-message.entity.js';

/** One message in one queue, when the queues live in the database. */
@Entity({ tableName: 'delivery' })
@Index({
  name: 'delivery_due',
  expression: 'create index delivery_due on delivery (queue, run_at) where parked_reason is null',
})
export class QueuedDelivery {
  [PrimaryKeyProp]?: ['queue', 'messageId'];
  [OptionalProps]?: 'attempt' | 'runAt' | 'claimedBy' | 'firstFailedAt' | 'parkedReason' | 'lastError';

  @PrimaryKey({ type: 'string', length: 100 })
  readonly queue!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly messageId!: string;

  @Property({ type: 'string', length: 255 })
  readonly type!: string;

  @Property({ type: 'json' })
  readonly payload!: unknown;

  @Property({ type: 'json' })
  readonly headers!: MessageHeaders;

  @Property({ type: 'integer', default: 1 })
  readonly attempt!: number;

  /** Due from this moment; of a claimed row, the end of the lease. */
  @Property({ type: 'datetime', columnType: 'timestamptz', defaultRaw: 'now()' })
  readonly runAt!: Date;

  /** The process that has it in hand. */
  @Property({ type: 'uuid', nullable: true })
  readonly claimedBy!: string | null;

  @Property({ type: 'datetime', columnType: 'timestamptz', nullable: true })
  readonly firstFailedAt!: Date | null;

  /** Set: taken aside for a person to look at. */
  @Property({ type: 'text', nullable: true })
  readonly parkedReason!: string | null;

  @Property({ type: 'text', nullable: true })
  readonly lastError!: string | null;
}
