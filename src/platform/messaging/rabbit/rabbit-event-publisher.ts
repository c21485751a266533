import { Injectable } from '@nestjs/common';
import { EventPublisher, type OutboxRow } from '../event-publisher.js';
import { Subscriptions } from '../subscriptions.js';
import { ConfirmedPublisher, type OutgoingMessage, type PublishResult } from './confirmed-publisher.js';
import { RabbitNames } from './rabbit-topology.js';

/** Publishes outbox rows to the exchange, all of a batch in flight at once. */
@Injectable()
export class RabbitEventPublisher extends EventPublisher {
  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly names: RabbitNames,
    private readonly subscriptions: Subscriptions,
  ) {
    super();
  }

  async publish(rows: readonly OutboxRow[]): Promise<ReadonlyMap<string, string>> {
    const results = await Promise.all(rows.map((row) => this.publisher.send(this.messageOf(row))));
    const refused = new Map<string, string>();
    rows.forEach(({ id, type }, n) => {
      const reason = this.reasonOf(type, results[n]);
      if (reason !== undefined) refused.set(id, reason);
    });
    return refused;
  }

  private messageOf({ id, type, payload, headers, occurredAt }: OutboxRow): OutgoingMessage {
    return {
      exchange: this.subscriptions.isInbound(type) ? this.names.inbox : this.names.events,
      routingKey: type,
      content: Buffer.from(JSON.stringify(payload)),
      options: {
        messageId: id,
        type,
        contentType: 'application/json',
        timestamp: Math.floor(occurredAt),
        headers: { 'x-query-id': headers.queryId, 'x-attempt': 1 },
      },
    };
  }

  /** An event that nobody of ours consumes may be of interest to other services only, or to nobody yet. */
  private reasonOf(type: string, result: PublishResult | undefined): string | undefined {
    if (result === 'refused') return 'RabbitMQ refused the message';
    if (result === 'unroutable' && this.subscriptions.queuesWanting(type).length > 0) return 'no queue is bound for it';
    return undefined;
  }
}
