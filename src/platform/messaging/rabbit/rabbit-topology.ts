import type { Channel } from 'amqplib';
import { longestJittered } from '../retry-policy.js';

/** Deliveries without an answer (the process died with the message in hand) before the broker sets a message aside. */
const DELIVERY_LIMIT = 50;

/** The parked queue is only ever looked at and put back: RabbitMQ 4 would drop a message after 20 looks. */
const LOOKS_LIMIT = 1_000_000_000;

/** A copy that cannot be stored must be refused, and a dead letter must arrive: by default a queue does neither. */
const SAFE = {
  'x-queue-type': 'quorum',
  'x-overflow': 'reject-publish',
  'x-dead-letter-strategy': 'at-least-once',
  'x-dead-letter-exchange': '',
};

/** A message type and the exchange it comes from. */
export interface Binding {
  readonly type: string;
  readonly inbound: boolean;
}

/** Names of everything that belongs to one installation on a broker. */
export class RabbitNames {
  /** Where we publish. Other services bind queues of their own. */
  readonly events: string;
  /** Where other services publish to us. */
  readonly inbox: string;

  constructor(private readonly namespace: string) {
    this.events = `${namespace}.events`;
    this.inbox = `${namespace}.inbox`;
  }

  queue(name: string): string {
    return `${this.namespace}.${name}`;
  }

  retry(name: string, delayMs: number): string {
    return `${this.queue(name)}.retry.${String(delayMs)}`;
  }

  parked(name: string): string {
    return `${this.queue(name)}.parked`;
  }
}

/** Exchanges exist before anything is published or bound. */
export async function assertExchanges(channel: Channel, names: RabbitNames): Promise<void> {
  await channel.assertExchange(names.events, 'topic', { durable: true });
  await channel.assertExchange(names.inbox, 'topic', { durable: true });
}

/** The place for messages that nobody can handle. */
export async function assertParked(channel: Channel, names: RabbitNames, name: string): Promise<void> {
  await channel.assertQueue(names.parked(name), {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish', 'x-delivery-limit': LOOKS_LIMIT },
  });
}

/**
 * One consumer class's queues: its own, one per retry delay, and the parked one. One queue per delay, because a queue
 * only ever looks at the expiry of its first message.
 */
export async function assertQueues(
  channel: Channel,
  names: RabbitNames,
  name: string,
  bindings: readonly Binding[],
  delaysMs: readonly number[],
): Promise<void> {
  await assertParked(channel, names, name);
  for (const delayMs of new Set(delaysMs)) {
    await channel.assertQueue(names.retry(name, delayMs), {
      durable: true,
      arguments: {
        ...SAFE,
        'x-dead-letter-routing-key': names.queue(name),
        'x-message-ttl': longestJittered(delayMs),
        'x-delivery-limit': DELIVERY_LIMIT,
      },
    });
  }
  await channel.assertQueue(names.queue(name), {
    durable: true,
    arguments: { ...SAFE, 'x-dead-letter-routing-key': names.parked(name), 'x-delivery-limit': DELIVERY_LIMIT },
  });
  for (const { type, inbound } of bindings) {
    await channel.bindQueue(names.queue(name), inbound ? names.inbox : names.events, type);
  }
}
