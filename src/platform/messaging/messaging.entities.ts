import { QueuedDelivery } from './embedded/queued-delivery.entity.js';
import { InboxEntry } from './inbox-entry.entity.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** The tables of the messaging, for the list of entities that the ORM is given. */
export const MESSAGING_ENTITIES = [OutboxMessage, InboxEntry, QueuedDelivery] as const;
