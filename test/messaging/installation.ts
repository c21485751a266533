import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntityManager, MikroORM } from '@mikro-orm/core';
import { Global, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import amqp, { type Channel, type ChannelModel } from 'amqplib';
import pg from 'pg';
import { Clock } from '../../src/platform/clock/clock.js';
import { Env, readEnv } from '../../src/platform/config/env.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { migrate, openDatabase } from '../../src/platform/database/orm.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { DomainEvent } from '../../src/platform/messaging/domain-event.js';
import { MESSAGING_ENTITIES } from '../../src/platform/messaging/messaging.entities.js';
import { MessagingModule } from '../../src/platform/messaging/messaging.module.js';
import type { MessagingSettings } from '../../src/platform/messaging/messaging.settings.js';
import { Outbox } from '../../src/platform/messaging/outbox.js';
import { ParkedInRabbit } from '../../src/platform/messaging/parked/parked-in-rabbit.js';
import { ParkedInTable } from '../../src/platform/messaging/parked/parked-in-table.js';
import type { ParkedMessage, ParkedMessages } from '../../src/platform/messaging/parked/parked-messages.js';
import { execute } from '../../src/platform/messaging/sql.js';
import { startWorking } from '../../src/platform/messaging/start-working.js';
import { Behaviour, CountingConsumer, TellingConsumer } from './events.js';

const POSTGRES = process.env.MANDATE_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
export const RABBITMQ = process.env.MANDATE_TEST_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672';

/** Short delays, so that a test of all attempts takes a second. */
export const QUICK: Partial<MessagingSettings> = { retryDelaysMs: [20, 40, 80], pollMs: 50 };

export type Setup = 'rabbitmq on postgres' | 'table on postgres' | 'table embedded';

const environmentOf = (setup: Setup, database: string, folder: string, amqpUrl: string): Record<string, string> => {
  const url = new URL(POSTGRES);
  url.pathname = `/${database}`;
  return {
    DATA_DIR: folder,
    AMQP_NAMESPACE: database.replaceAll('_', '-'),
    LOG_LEVEL: 'silent',
    ...(setup === 'table embedded' ? {} : { DATABASE_URL: url.href }),
    ...(setup === 'rabbitmq on postgres' ? { AMQP_URL: amqpUrl } : {}),
  };
};

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function fill(env: Env): Promise<void> {
  const opened = await openDatabase(env, MESSAGING_ENTITIES);
  await migrate(opened, env.DATABASE_URL);
  await execute(opened.orm.em, 'create table effect (n integer not null, message_id uuid not null)');
  await opened.close();
}

let template: Promise<string> | undefined;

/** Making an embedded cluster takes seconds, copying one does not. */
function embeddedTemplate(): Promise<string> {
  template ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'messaging-template-'));
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    await fill(readEnv(environmentOf('table embedded', 'template', folder, RABBITMQ)));
    return folder;
  })();
  return template;
}

/** One process's worth of the product's messaging, with the consumers of these tests. */
export class RunningApp {
  constructor(
    readonly app: INestApplication,
    readonly behaviour: Behaviour,
  ) {}

  /** Adds events in one unit of work; a `fault` makes that unit fail after them. */
  async publish(events: readonly DomainEvent[], fault?: Error): Promise<void> {
    await this.app.get(UnitOfWork).run(async () => {
      for (const event of events) this.app.get(Outbox).add(event);
      await this.app.get(EntityManager).flush();
      if (fault) throw fault;
    });
  }

  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return execute<Row>(this.app.get(MikroORM).em, sql, values);
  }

  async count(sql: string, values: readonly unknown[] = []): Promise<number> {
    return Number((await this.rows<{ n: string }>(`select count(*) as n from ${sql}`, values))[0]?.n);
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** A database, a namespace on the broker, and the processes that use them: gone after {@link Installation.remove}. */
export class Installation {
  readonly env: Env;
  private readonly apps: RunningApp[] = [];
  private broker: { connection: ChannelModel; channel: Channel } | undefined;

  private constructor(
    readonly setup: Setup,
    readonly database: string,
    readonly environment: Record<string, string>,
  ) {
    this.env = readEnv(environment);
  }

  /** @param amqpUrl another way to the broker than the direct one */
  static async make(setup: Setup, amqpUrl = RABBITMQ): Promise<Installation> {
    const database = `messaging_${randomUUID().slice(0, 8)}`;
    const folder = mkdtempSync(join(tmpdir(), 'messaging-'));
    const made = new Installation(setup, database, environmentOf(setup, database, folder, amqpUrl));
    if (setup === 'table embedded') cpSync(await embeddedTemplate(), folder, { recursive: true });
    else {
      await onServer(`create database ${database}`);
      await fill(made.env);
    }
    return made;
  }

  /** The same installation, seen from another process. */
  static at(setup: Setup, database: string, environment: Record<string, string>): Installation {
    return new Installation(setup, database, environment);
  }

  /** Starts a process that handles messages, or one that only publishes. */
  async start(role: 'worker' | 'api' = 'worker', settings: Partial<MessagingSettings> = {}): Promise<RunningApp> {
    @Global()
    @Module({ providers: [{ provide: Env, useValue: this.env }, Clock], exports: [Env, Clock] })
    class Surroundings {}

    @Module({
      imports: [
        Surroundings,
        DatabaseModule.forRoot(MESSAGING_ENTITIES),
        MessagingModule.forRoot({ ...QUICK, ...settings }),
      ],
      controllers: [CountingConsumer, TellingConsumer],
      providers: [Behaviour],
    })
    class Messages {}

    const app = await NestFactory.create(Messages, new FastifyAdapter(), { logger: false, abortOnError: false });
    await app.init();
    if (role === 'worker') await startWorking(app);
    const running = new RunningApp(app, app.get(Behaviour));
    this.apps.push(running);
    return running;
  }

  /** A channel of the test's own on the broker. */
  async channel(): Promise<Channel> {
    if (!this.broker) {
      const connection = await amqp.connect(RABBITMQ);
      this.broker = { connection, channel: await connection.createChannel() };
    }
    return this.broker.channel;
  }

  async parked(): Promise<ParkedMessages> {
    if (this.env.AMQP_URL !== undefined) return ParkedInRabbit.open(RABBITMQ, this.env.AMQP_NAMESPACE);
    const [app] = this.apps;
    if (!app) throw new Error('start a process first');
    return new ParkedInTable(app.app.get(MikroORM), () => Promise.resolve());
  }

  async listParked(queue: string): Promise<ParkedMessage[]> {
    const parked = await this.parked();
    const list = await parked.list(queue);
    await parked.close();
    return list;
  }

  async stopAll(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.close();
  }

  async remove(): Promise<void> {
    await this.stopAll();
    if (this.env.AMQP_URL !== undefined) await this.removeQueues(await this.channel());
    await this.broker?.connection.close();
    if (this.setup !== 'table embedded') await onServer(`drop database ${this.database} with (force)`);
    rmSync(this.env.DATA_DIR, { recursive: true, force: true });
  }

  private async removeQueues(channel: Channel): Promise<void> {
    const namespace = this.env.AMQP_NAMESPACE;
    for (const queue of ['counting', 'telling']) {
      const suffixes = ['', '.parked', ...[20, 40, 80].map((delayMs) => `.retry.${String(delayMs)}`)];
      for (const suffix of suffixes) await channel.deleteQueue(`${namespace}.${queue}${suffix}`);
    }
    for (const exchange of ['events', 'inbox']) await channel.deleteExchange(`${namespace}.${exchange}`);
  }
}
