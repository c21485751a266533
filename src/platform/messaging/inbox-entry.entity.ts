import { OptionalProps, PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** "This queue is through with this message": written in the handler's own transaction, so a copy changes nothing. */
@Entity({ tableName: 'inbox' })
export class InboxEntry {
  [PrimaryKeyProp]?: ['queue', 'messageId'];
  [OptionalProps]?: 'handledAt';

  @PrimaryKey({ type: 'string', length: 100 })
  readonly queue!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly messageId!: string;

  @Property({ type: 'datetime', columnType: 'timestamptz', defaultRaw: 'now()' })
  @Index({ name: 'inbox_handled_at' })
  readonly handledAt!: Date;
}
