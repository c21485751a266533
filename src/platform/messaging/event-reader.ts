import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { isUUID } from 'class-validator';
import type { DomainEvent, DomainEventClass } from './domain-event.js';
import type { Received, Task } from './received.js';
import { Unprocessable } from './retry-policy.js';
import type { Subscriptions } from './subscriptions.js';

const LONGEST_QUERY_ID = 200;

const sentencesOf = (error: ValidationError): string[] => [
  ...Object.values(error.constraints ?? {}),
  ...(error.children ?? []).flatMap((child) => sentencesOf(child).map((sentence) => `${error.property}: ${sentence}`)),
];

/**
 * Makes an event of what arrived. Fields that the class does not know are left out: the sender may be newer than we are.
 *
 * @throws {Unprocessable} naming each field that is missing or wrong
 */
export function readEvent(event: DomainEventClass, payload: unknown): DomainEvent {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new Unprocessable('the content is not a JSON object');
  }
  const instance = plainToInstance(event as unknown as ClassConstructor<DomainEvent>, payload);
  const faults = validateSync(instance, { whitelist: true, forbidUnknownValues: false });
  if (faults.length > 0) throw new Unprocessable(`the content is not valid: ${faults.flatMap(sentencesOf).join('; ')}`);
  return instance;
}

/**
 * Finds out what a delivery is and who takes it.
 *
 * @throws {Unprocessable} with the reason to park it for
 */
export function readTask<R extends Received>(received: R, subscriptions: Subscriptions): Task<R> {
  const { queue, type, messageId, queryId } = received;
  if (!isUUID(messageId)) throw new Unprocessable('the message id is not a UUID');
  if (queryId.length > LONGEST_QUERY_ID) throw new Unprocessable('the query id is too long');
  const subscription = subscriptions.find(queue, type);
  if (!subscription) throw new Unprocessable(`nothing handles messages of type ${type} in this queue`);
  return { received, subscription, event: readEvent(subscription.event, received.payload()) };
}
