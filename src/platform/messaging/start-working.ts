import type { INestApplication } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { InboxCleaner } from './inbox-cleaner.js';
import { MessageServer } from './message-server.js';
import { OutboxRelay } from './outbox-relay.js';

/**
 * Makes a worker of a process: it handles messages and carries events out of the outbox, until `app.close()`. Works
 * with the broker away, too: events then stay in the outbox until it comes.
 */
export async function startWorking(app: INestApplication): Promise<void> {
  const strategy = app.get<MessageServer>(MessageServer, { strict: false });
  // Guards, pipes and filters of the HTTP side are not for messages.
  app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  // Not before the queues are declared: nobody keeps an event that no queue is bound for.
  await app.get(OutboxRelay, { strict: false }).start();
  app.get(InboxCleaner, { strict: false }).start();
}
