import type { DomainEvent } from './domain-event.js';
import type { Subscription } from './subscriptions.js';

/** A message as a transport hands it over, not yet looked at. */
export interface Received {
  /** Queue below the namespace. */
  readonly queue: string;
  readonly messageId: string;
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly queryId: string;
  /** @throws {Unprocessable} if the content cannot be read */
  readonly payload: () => unknown;
}

/** A message that was understood: its event is valid and its consumer known. */
export interface Task<R extends Received = Received> {
  readonly received: R;
  readonly event: DomainEvent;
  readonly subscription: Subscription;
}
