/**
 * Events through RabbitMQ, one side and one way of it per run; answers `{ perSecond }`.
 *
 *   events.ts raw|ours through|consume|consume-inbox COUNT
 *
 * through: from a full outbox (raw: from memory) to the handler; consume: from a full queue to the handler.
 * Reads DATABASE_URL, AMQP_URL and AMQP_NAMESPACE like the product. Quorum queue, persistent messages of about 1 kB, 200 in
 * flight, for both sides.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type DynamicModule, Global, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import amqp, { type ConfirmChannel, type ConsumeMessage } from 'amqplib';
import pg from 'pg';
import { product } from '../dist.ts';

const [side, way, countText] = process.argv.slice(2);
const COUNT = Number(countText);
const IN_FLIGHT = 200;
const EVENT_TYPE = 'bench.happened';
const QUEUE = 'bench';
const FILLER = 'x'.repeat(900);
const namespace = process.env.AMQP_NAMESPACE ?? '';
const queueName = `${namespace}.${QUEUE}`;

const { readEnv, Env } = await product<typeof import('../../src/platform/config/env.js')>('platform/config/env.js');
const topology = await product<typeof import('../../src/platform/messaging/rabbit/rabbit-topology.js')>(
  'platform/messaging/rabbit/rabbit-topology.js',
);
const names = new topology.RabbitNames(namespace);

/** Counts up to COUNT, and knows how long it took from `begin` on, or from the first one. */
class Tally {
  readonly done: Promise<void>;
  #begun: number | undefined;
  #seen = 0;
  #finish: () => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  begin(): void {
    this.#begun ??= performance.now();
  }

  count(): void {
    this.begin();
    this.#seen += 1;
    if (this.#seen === COUNT) this.#finish();
  }

  get perSecond(): number {
    return (COUNT * 1000) / (performance.now() - (this.#begun ?? NaN));
  }
}

const tally = new Tally();

async function declare(channel: amqp.Channel): Promise<void> {
  await topology.assertExchanges(channel, names);
  await topology.assertQueues(channel, names, QUEUE, [{ type: EVENT_TYPE, inbound: false }], []);
}

/** Publishes all, so many without their confirm at a time. */
async function publishAll(channel: ConfirmChannel): Promise<void> {
  let next = 0;
  const one = (n: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const content = Buffer.from(JSON.stringify({ n, filler: FILLER }));
      const options = {
        persistent: true,
        mandatory: true,
        messageId: randomUUID(),
        type: EVENT_TYPE,
        contentType: 'application/json',
        headers: { 'x-query-id': 'bench', 'x-attempt': 1 },
      };
      channel.publish(names.events, EVENT_TYPE, content, options, (error: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
  const lane = async (): Promise<void> => {
    while (next < COUNT) await one(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

async function consumeRaw(model: amqp.ChannelModel): Promise<void> {
  const channel = await model.createChannel();
  await channel.prefetch(IN_FLIGHT);
  await channel.consume(queueName, (message: ConsumeMessage | null) => {
    if (!message) return;
    tally.begin();
    JSON.parse(message.content.toString());
    channel.ack(message);
    tally.count();
  });
}

async function raw(): Promise<void> {
  const model = await amqp.connect(process.env.AMQP_URL ?? '', { noDelay: true });
  const channel = await model.createConfirmChannel();
  await declare(channel);
  await channel.purgeQueue(queueName);
  if (way === 'through') {
    await consumeRaw(model);
    tally.begin();
    await Promise.all([publishAll(channel), tally.done]);
  } else {
    await publishAll(channel);
    await consumeRaw(model);
    await tally.done;
  }
}

/** The product's messaging with one consumer of ours, which does nothing. */
async function messagingApp(): Promise<INestApplication> {
  const { Consumer, OnEvent } = await product<typeof import('../../src/platform/messaging/consumer.decorator.js')>(
    'platform/messaging/consumer.decorator.js',
  );
  const { DatabaseModule } = await product<typeof import('../../src/platform/database/database.module.js')>(
    'platform/database/database.module.js',
  );
  const { MESSAGING_ENTITIES } = await product<typeof import('../../src/platform/messaging/messaging.entities.js')>(
    'platform/messaging/messaging.entities.js',
  );
  const { MessagingModule } = await product<typeof import('../../src/platform/messaging/messaging.module.js')>(
    'platform/messaging/messaging.module.js',
  );
  const { Clock } = await product<typeof import('../../src/platform/clock/clock.js')>('platform/clock/clock.js');
  // An event without fields.
  class Happened {
    static readonly type = EVENT_TYPE;
    readonly empty = true;
  }
  class NoOpConsumer {
    // eslint-disable-next-line @typescript-eslint/require-await -- a handler is asynchronous, even one that does nothing
    async onHappened(): Promise<void> {
      tally.count();
    }
  }
  // This file runs as it stands, without a compiler that knows decorators: they are called like the functions they are.
  const method = Object.getOwnPropertyDescriptor(NoOpConsumer.prototype, 'onHappened') ?? {};
  OnEvent(Happened)(NoOpConsumer.prototype, 'onHappened', method);
  Consumer(QUEUE)(NoOpConsumer);
  class Surroundings {}
  Global()(Surroundings);
  const env = readEnv(process.env);
  Module({ providers: [{ provide: Env, useValue: env }, Clock], exports: [Env, Clock] })(Surroundings);
  class Bench {}
  const imports: (Type | DynamicModule)[] = [
    Surroundings,
    DatabaseModule.forRoot(MESSAGING_ENTITIES),
    MessagingModule.forRoot(),
  ];
  Module({ imports, controllers: [NoOpConsumer] })(Bench);
  const app = await NestFactory.create(Bench, new FastifyAdapter(), { logger: ['error', 'warn'], abortOnError: false });
  return app.init();
}

/** Calls handlers, without a transaction or an inbox row: what is left is what the strategy itself costs. */
async function withoutInbox(app: INestApplication): Promise<void> {
  const { Dispatcher } = await product<typeof import('../../src/platform/messaging/dispatcher.js')>(
    'platform/messaging/dispatcher.js',
  );
  const dispatcher = app.get(Dispatcher, { strict: false });
  dispatcher.inside = async (tasks) => {
    for (const { subscription, event, received } of tasks) await subscription.handler(event, received);
    return tasks.map(() => ({}));
  };
}

async function fillOutbox(client: pg.Client): Promise<void> {
  await client.query(
    `insert into outbox (id, type, payload, headers, occurred_at)
     select gen_random_uuid(), $1, jsonb_build_object('n', n, 'filler', $2::text), '{"queryId": "bench"}', now()
     from generate_series(1, $3::integer) as n`,
    [EVENT_TYPE, FILLER, COUNT],
  );
}

async function handledAll(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ n: number }>('select count(*)::integer as n from inbox where queue = $1', [
      QUEUE,
    ]);
    if (rows[0]?.n === COUNT) return;
  }
}

async function ours(): Promise<void> {
  const { startWorking } = await product<typeof import('../../src/platform/messaging/start-working.js')>(
    'platform/messaging/start-working.js',
  );
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('truncate inbox, outbox');
  const model = await amqp.connect(process.env.AMQP_URL ?? '');
  const channel = await model.createConfirmChannel();
  await declare(channel);
  await channel.purgeQueue(queueName);
  if (way === 'through') await fillOutbox(client);
  else await publishAll(channel);
  const app = await messagingApp();
  if (way === 'consume') await withoutInbox(app);
  if (way === 'through') tally.begin();
  await startWorking(app);
  await tally.done;
  if (way !== 'consume') await handledAll(client);
}

process.send?.('ready');
await (side === 'raw' ? raw() : ours());
process.send?.({ perSecond: tally.perSecond });
if (process.env.BENCH_EXIT) process.exit();
