import type { EntityManager } from '@mikro-orm/core';
import type { MessageHeaders } from './outbox-message.entity.js';

/** A row of the outbox as the relay reads it. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly payload: object;
  readonly headers: MessageHeaders;
  /** Seconds since 1970. */
  readonly occurredAt: number;
}

/** Where the relay takes its rows to. */
export abstract class EventPublisher {
  /**
   * Resolves when every row has reached, durably, each queue that wants it.
   *
   * @param em holds the transaction in which the rows are locked
   * @returns reason by id, of the rows that were not taken; they stay in the outbox
   * @throws when nothing can be published at all
   */
  abstract publish(rows: readonly OutboxRow[], em: EntityManager): Promise<ReadonlyMap<string, string>>;

  /** Called when the transaction in which rows were published is committed. */
  committed(): void {
    // most transports have nothing left to do
  }
}
