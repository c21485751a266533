import { InboundMessage } from './domain-event.js';
import type { Delivery, HandlerExtras } from './consumer.decorator.js';

/** A handler as Nest wraps it, with its guards, pipes, interceptors and filters. */
export type EventHandler = (event: object, delivery: Delivery) => unknown;

/** One consumer method: which event it takes from which queue, and how it is to be called. */
export interface Subscription extends HandlerExtras {
  readonly handler: EventHandler;
}

/** Every consumer method of this process. */
export class Subscriptions {
  private readonly byQueue = new Map<string, Map<string, Subscription>>();

  /** @throws if the method's class lacks `@Consumer`, or a queue has two methods for one event */
  add(handler: EventHandler, extras: Partial<HandlerExtras>): void {
    const { event, queue, transaction } = extras;
    if (!event || !transaction) throw new Error('Consumer methods subscribe with @OnEvent, nothing else');
    if (queue === undefined) throw new Error(`The class that handles ${event.type} lacks @Consumer`);
    const types = this.byQueue.get(queue) ?? new Map<string, Subscription>();
    if (types.has(event.type))
      throw new Error(`Queue ${queue} has two methods for ${event.type}: one inbox row, one method`);
    this.byQueue.set(queue, types.set(event.type, { event, queue, transaction, handler }));
  }

  queues(): readonly string[] {
    return [...this.byQueue.keys()];
  }

  of(queue: string): readonly Subscription[] {
    return [...(this.byQueue.get(queue)?.values() ?? [])];
  }

  find(queue: string, type: string): Subscription | undefined {
    return this.byQueue.get(queue)?.get(type);
  }

  queuesWanting(type: string): readonly string[] {
    return this.queues().filter((queue) => this.find(queue, type) !== undefined);
  }

  /** Whether the message comes from other services rather than from ourselves. */
  isInbound(type: string): boolean {
    return this.queues().some((queue) => {
      const subscription = this.find(queue, type);
      return subscription !== undefined && subscription.event.prototype instanceof InboundMessage;
    });
  }
}
