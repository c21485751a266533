import { randomBytes } from 'node:crypto';
import amqp from 'amqplib';
import { freePorts } from '../../tools/services/ports.ts';
import { insert, type Rows } from '../factories/insert.ts';
import type { Behaviour } from '../mails/smtp-recorder.ts';
import { ApiClient } from './api-client.ts';
import { queuesOf } from './broker-queues.ts';
import { ProgramProcess } from './processes.ts';
import { freshDatabase, testAmqpUrl, type TestDatabase } from './services.ts';
import { SmtpMailbox } from './smtp-mailbox.ts';

/** A migrated, empty database; the migrations run once for each state of them. */
export const migratedDatabase = (): Promise<TestDatabase> =>
  freshDatabase({
    key: 'migrated',
    madeFrom: ['src/platform/database/migrations'],
    prepare: async (url) => {
      await ProgramProcess.run('migrate', { DATABASE_URL: url });
    },
  });

interface Part {
  readonly program: ProgramProcess;
  readonly url: string;
}

/**
 * The production shape on one machine: api and worker processes of the built program, PostgreSQL, RabbitMQ, SMTP.
 * Everything in it is gone after `await using`.
 */
export class Production implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly mailbox: SmtpMailbox;
  readonly namespace = `test-${randomBytes(6).toString('hex')}`;
  private readonly settings: Readonly<Record<string, string>>;
  private readonly parts: Part[] = [];

  private constructor(database: TestDatabase, mailbox: SmtpMailbox, settings: Readonly<Record<string, string>>) {
    this.database = database;
    this.mailbox = mailbox;
    this.settings = settings;
  }

  /**
   * @param rows what is in the database from the start
   * @param settings variables of every process, besides or instead of ours
   * @param receiver what the receiving end of mail does out of the ordinary
   */
  static async prepare(
    rows: Rows,
    settings: Readonly<Record<string, string>> = {},
    receiver: Behaviour = {},
  ): Promise<Production> {
    const [database, mailbox] = await Promise.all([migratedDatabase(), SmtpMailbox.open(receiver)]);
    await insert(database.url, rows);
    return new Production(database, mailbox, settings);
  }

  /** Starts an api process and awaits that it serves. */
  async startApi(): Promise<ApiClient> {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${String(port)}`;
    const program = ProgramProcess.start('api', { ...this.environment(), PORT: String(port) });
    this.parts.push({ program, url });
    await program.untilReady(url);
    return new ApiClient(url);
  }

  /** Starts a worker; what it has to do waits for it, so there is nothing to await. */
  startWorker(): ProgramProcess {
    const program = ProgramProcess.start('worker', this.environment());
    this.parts.push({ program, url: '' });
    return program;
  }

  /** What every process has written so far. */
  get output(): string {
    return this.parts.map(({ program }) => program.output).join('\n');
  }

  /** Asks every process to end, and resolves when all have. */
  async stop(): Promise<void> {
    await Promise.all(this.parts.filter(({ program }) => !program.hasEnded).map(({ program }) => program.stop()));
  }

  /** Everything that lies in the queues, as it lies there. To be called when no worker runs: it takes what it finds. */
  async queued(): Promise<string[]> {
    const connection = await amqp.connect(testAmqpUrl());
    try {
      const channel = await connection.createChannel();
      const found: string[] = [];
      for (const queue of queuesOf(this.namespace)) {
        for (let message = await channel.get(queue); message; message = await channel.get(queue)) {
          found.push(`${queue} ${JSON.stringify(message.properties)} ${message.content.toString('latin1')}`);
        }
      }
      return found;
    } finally {
      await connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.parts.map(({ program }) => program.kill('SIGKILL')));
    await this.removeFromBroker();
    await this.mailbox[Symbol.asyncDispose]();
    await this.database.drop();
  }

  private environment(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      AMQP_URL: testAmqpUrl(),
      AMQP_NAMESPACE: this.namespace,
      SMTP_URL: this.mailbox.url,
      MAIL_FROM: 'Mandate <mandate@provider.example>',
      PUBLIC_URL: 'https://mandate.example',
      SIGN_IN_ATTEMPTS_PER_MINUTE: '100000',
      LOG_LEVEL: 'warn',
      ...this.settings,
    };
  }

  private async removeFromBroker(): Promise<void> {
    const connection = await amqp.connect(testAmqpUrl());
    const channel = await connection.createChannel();
    for (const queue of queuesOf(this.namespace)) await channel.deleteQueue(queue);
    for (const exchange of ['events', 'inbox']) await channel.deleteExchange(`${this.namespace}.${exchange}`);
    await connection.close();
  }
}
