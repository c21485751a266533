import type { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { EventPublisher, type OutboxRow } from '../event-publisher.js';
import { Subscriptions } from '../subscriptions.js';
import { DeliveryTable } from './delivery-table.js';
import { EmbeddedServer } from './embedded-server.js';

const NONE_REFUSED: ReadonlyMap<string, string> = new Map();

/** Moves events into the delivery table within the relay's transaction: they change tables, nothing can get lost. */
@Injectable()
export class EmbeddedPublisher extends EventPublisher {
  constructor(
    private readonly table: DeliveryTable,
    private readonly subscriptions: Subscriptions,
    private readonly server: EmbeddedServer,
  ) {
    super();
  }

  async publish(rows: readonly OutboxRow[], em: EntityManager): Promise<ReadonlyMap<string, string>> {
    const targets = rows.flatMap(({ id, type }) =>
      this.subscriptions.queuesWanting(type).map((queue) => ({ queue, id })),
    );
    await this.table.add(em, targets);
    return NONE_REFUSED;
  }

  /** The rows can be seen now, not before. */
  override committed(): void {
    this.server.wake();
  }
}
