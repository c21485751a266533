import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Env } from '../config/env.js';
import { Dispatcher } from './dispatcher.js';
import { DeliveryTable } from './embedded/delivery-table.js';
import { EmbeddedPublisher } from './embedded/embedded-publisher.js';
import { EmbeddedServer } from './embedded/embedded-server.js';
import { EventPublisher } from './event-publisher.js';
import { InboxCleaner } from './inbox-cleaner.js';
import { Inbox } from './inbox.js';
import { MessageServer } from './message-server.js';
import { MessagingSettings } from './messaging.settings.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxWake } from './outbox-wake.js';
import { Outbox } from './outbox.js';
import { ConfirmedPublisher } from './rabbit/confirmed-publisher.js';
import { RabbitEventPublisher } from './rabbit/rabbit-event-publisher.js';
import { RabbitServer } from './rabbit/rabbit-server.js';
import { RabbitNames } from './rabbit/rabbit-topology.js';
import { Subscriptions } from './subscriptions.js';

/** Nothing of either transport does anything before it is opened, so both may be there and one is chosen. */
const TRANSPORTS: Provider[] = [
  { provide: RabbitNames, useFactory: (env: Env) => new RabbitNames(env.AMQP_NAMESPACE), inject: [Env] },
  ConfirmedPublisher,
  RabbitServer,
  RabbitEventPublisher,
  DeliveryTable,
  EmbeddedServer,
  EmbeddedPublisher,
  {
    provide: MessageServer,
    useFactory: (env: Env, rabbit: RabbitServer, embedded: EmbeddedServer) => (env.AMQP_URL ? rabbit : embedded),
    inject: [Env, RabbitServer, EmbeddedServer],
  },
  {
    provide: EventPublisher,
    useFactory: (env: Env, rabbit: RabbitEventPublisher, embedded: EmbeddedPublisher) =>
      env.AMQP_URL ? rabbit : embedded,
    inject: [Env, RabbitEventPublisher, EmbeddedPublisher],
  },
];

/** Lets every module add events. Carrying and handling them is for the process that calls `startWorking(app)`. */
@Module({})
export class MessagingModule {
  /** @param settings what differs from the defaults: for tests */
  static forRoot(settings: Partial<MessagingSettings> = {}): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MessagingSettings, useFactory: () => new MessagingSettings(settings) },
        Subscriptions,
        Inbox,
        Dispatcher,
        ...TRANSPORTS,
        OutboxWake,
        Outbox,
        OutboxRelay,
        InboxCleaner,
      ],
      exports: [Outbox],
    };
  }
}
