import { Catch, Controller, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { DomainEvent, DomainEventClass } from './domain-event.js';

/** The id under which both transports of ours register with Nest. */
export const MANDATE_TRANSPORT = Symbol.for('mandate.transport');

/** Where Nest keeps what a handler's decorator adds; not exported by @nestjs/microservices. */
const PATTERN_EXTRAS_METADATA = 'microservices:pattern_extras';

/** What a handler may know of the delivery besides the event. */
export interface Delivery {
  /** Id of the outbox row: the same for every redelivery of one message. */
  readonly messageId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Query id of the request that started it all. */
  readonly queryId: string;
}

export interface OnEventOptions {
  /**
   * `inside` (default): the handler runs in one transaction together with its inbox row: effects happen exactly once.
   * `outside`: the handler talks to the outside world (SMTP, vCenter). No transaction is open while it runs, it opens
   * its own units of work, and the inbox row follows when it is through: at least once, so it must bear repetition.
   */
  readonly transaction?: 'inside' | 'outside';
}

type Handler<E> = (event: E, delivery: Delivery) => Promise<void>;

/** What the transports read from Nest's registration of a handler. */
export interface HandlerExtras {
  readonly event: DomainEventClass;
  readonly transaction: 'inside' | 'outside';
  /** Name of the consumer class's queue, below the namespace. */
  readonly queue: string;
}

/** Nest's own filter swallows what was thrown; the transport decides by it whether to try again. */
@Catch()
class OriginalErrorFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

const declared = new Set<string>();

/** Queues of every consumer class that was loaded, for tools that look at queues without starting the application. */
export const declaredQueues = (): readonly string[] => [...declared].sort();

/**
 * Marks a class whose methods handle events.
 *
 * @param queue one durable queue per consumer class, named after its module: a slow module holds up no other
 */
export function Consumer(queue: string): ClassDecorator {
  return (target) => {
    declared.add(queue);
    for (const name of Object.getOwnPropertyNames(target.prototype)) {
      const method: unknown = Object.getOwnPropertyDescriptor(target.prototype, name)?.value;
      if (typeof method !== 'function') continue;
      const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as Partial<HandlerExtras> | undefined;
      if (extras) Reflect.defineMetadata(PATTERN_EXTRAS_METADATA, { ...extras, queue }, method);
    }
    Controller()(target);
  };
}

/** The one of EventPattern's overloads that takes a transport and does not judge the method's parameters. */
const subscribe = EventPattern as (pattern: string, transport: symbol, extras: object) => MethodDecorator;

/** Subscribes a consumer method. The class fixes routing key, validation and parameter type, so they cannot drift apart. */
export function OnEvent<E extends DomainEvent>(event: DomainEventClass<E>, options: OnEventOptions = {}) {
  return <H extends Handler<E>>(target: object, key: string, descriptor: TypedPropertyDescriptor<H>): void => {
    const extras: Omit<HandlerExtras, 'queue'> = { event, transaction: options.transaction ?? 'inside' };
    subscribe(event.type, MANDATE_TRANSPORT, extras)(target, key, descriptor);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    UseFilters(OriginalErrorFilter)(target, key, descriptor);
  };
}
