import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqp from 'amqplib';
import pg from 'pg';
import { freePorts } from '../tools/services/ports.ts';
import { ensureServices, type Services } from '../tools/services/services.ts';
import { createTestDatabase, type TestDatabase } from '../tools/services/test-databases.ts';
import { until } from '../tools/services/until.ts';

const ROOT = join(import.meta.dirname, '..');

/** What `npm start` gives Node: measured is what runs. */
const { config } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { config: { node: string } };
const NODE_OPTIONS = config.node.split(' ');
const START_MS = 30_000;
const CONSUMER_QUEUES = ['accounts', 'contacts'];

export type Program = 'api' | 'worker' | 'main';

/** A child process that is told apart by its log. */
export class Running {
  readonly name: string;
  readonly child: ChildProcess;
  readonly #logFile: string;

  constructor(
    name: string,
    file: string,
    options: ForkOptions & { readonly args?: readonly string[]; readonly folder: string },
  ) {
    const { args = [], folder, ...forkOptions } = options;
    this.name = name;
    this.#logFile = join(folder, `${name.replaceAll(/[^a-z-]/g, '-')}-${Date.now()}.log`);
    const log = openSync(this.#logFile, 'a');
    this.child = fork(file, [...args], { ...forkOptions, stdio: ['ignore', log, log, 'ipc'] });
  }

  /** Resolves with the next message that the process sends. */
  async message<T>(): Promise<T> {
    const ended = once(this.child, 'exit').then(() => {
      throw new Error(`${this.name} ended early:\n${this.log}`);
    });
    const [message] = (await Promise.race([once(this.child, 'message'), ended])) as [T];
    return message;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get log(): string {
    return readFileSync(this.#logFile, 'utf8').split('\n').slice(-20).join('\n');
  }

  /** Resident memory in megabytes (10^6 bytes), as the kernel counts it. */
  get residentMegabytes(): number {
    const status = readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(force);
  }
}

/** Where everything is measured: one database, one namespace on the broker, and the processes on them. */
export class Stage implements AsyncDisposable {
  readonly services: Services;
  readonly database: TestDatabase;
  readonly folder = mkdtempSync(join(tmpdir(), 'mandate-bench-'));
  readonly namespace = `bench-${String(process.pid)}`;
  readonly client: pg.Client;
  readonly #running: Running[] = [];

  private constructor(services: Services, database: TestDatabase, client: pg.Client) {
    this.services = services;
    this.database = database;
    this.client = client;
  }

  static async open(report: (sentence: string) => void): Promise<Stage> {
    const services = await ensureServices(['postgres', 'rabbitmq'], { report });
    const database = await createTestDatabase(services.need('postgres'));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const stage = new Stage(services, database, client);
    const migration = stage.fork('migrate', join(ROOT, 'dist/migrate.js'), { env: stage.environment({}) });
    await once(migration.child, 'exit');
    if (migration.child.exitCode !== 0) throw new Error(`The migration failed:\n${migration.log}`);
    return stage;
  }

  get amqpUrl(): string {
    return this.services.need('rabbitmq');
  }

  /** What the product's processes are started with, as an operator would: log level and pools are the defaults. */
  environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      MALLOC_ARENA_MAX: '2',
      NODE_ENV: 'production',
      DATABASE_URL: this.database.url,
      AMQP_URL: this.amqpUrl,
      AMQP_NAMESPACE: this.namespace,
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'Mandate <mandate@example.com>',
      DATA_DIR: this.folder,
      ...more,
    };
  }

  fork(name: string, file: string, options: ForkOptions & { readonly args?: readonly string[] } = {}): Running {
    const execArgv = file.startsWith(join(ROOT, 'dist')) ? NODE_OPTIONS : [];
    const running = new Running(name, file, { execArgv, ...options, folder: this.folder });
    this.#running.push(running);
    return running;
  }

  /** A helper process of the benchmark, which says `ready` when it is. */
  async tool(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Running> {
    const running = this.fork(file, join(import.meta.dirname, 'processes', file), { args, env });
    await running.message();
    return running;
  }

  /** Starts the baseline server. */
  async bareHttp(): Promise<{ readonly process: Running; readonly port: number }> {
    const [port = 0] = await freePorts(1);
    return { process: await this.tool('bare-http.ts', [this.database.url, String(port)]), port };
  }

  /** Starts an api and waits until it is ready. */
  async api(
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly process: Running; readonly port: number }> {
    const [port = 0] = await freePorts(1);
    const env = this.environment({ PORT: String(port), ...more });
    const api = this.fork('api', join(ROOT, 'dist/api.js'), { env });
    await until(() => answers(`http://127.0.0.1:${String(port)}/health/ready`, api), {
      what: 'the api is ready',
      withinMs: START_MS,
    });
    return { process: api, port };
  }

  /** Starts a worker and waits until it consumes. */
  async worker(more: Readonly<Record<string, string>> = {}): Promise<Running> {
    const worker = this.fork('worker', join(ROOT, 'dist/worker.js'), { env: this.environment(more) });
    const model = await amqp.connect(this.amqpUrl);
    try {
      await until(async () => (worker.hasEnded ? true : consumed(model, this.namespace)), {
        what: 'the worker consumes',
        withinMs: START_MS,
      });
    } finally {
      await model.close();
    }
    if (worker.hasEnded) throw new Error(`The worker ended:\n${worker.log}`);
    return worker;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((running) => running.stop()));
  }

  /** Rows before the measuring, in their final shape for the planner. */
  async settle(): Promise<void> {
    await this.client.query('vacuum analyze');
    await this.client.query('checkpoint');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopAll();
    await this.client.end();
    await this.database.drop();
    await removeQueues(this.amqpUrl, this.namespace);
    await this.services.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answers(url: string, running: Running): Promise<true | undefined> {
  if (running.hasEnded) throw new Error(`${running.name} ended:\n${running.log}`);
  try {
    return (await fetch(url)).ok ? true : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every queue of the product has a consumer. A question about a missing queue closes the channel. */
async function consumed(model: amqp.ChannelModel, namespace: string): Promise<true | undefined> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  try {
    for (const queue of CONSUMER_QUEUES) {
      if ((await channel.checkQueue(`${namespace}.${queue}`)).consumerCount === 0) return undefined;
    }
    return true;
  } catch {
    return undefined;
  } finally {
    await channel.close().catch(() => undefined);
  }
}

/** The delays are the product's defaults; a queue that is not there is no fault. */
async function removeQueues(url: string, namespace: string): Promise<void> {
  const suffixes = [
    '',
    '.parked',
    ...[200, 1_000, 5_000, 30_000, 120_000, 600_000].map((ms) => `.retry.${String(ms)}`),
  ];
  const model = await amqp.connect(url);
  const channel = await model.createChannel();
  for (const queue of [...CONSUMER_QUEUES, 'bench'])
    for (const suffix of suffixes) await channel.deleteQueue(`${namespace}.${queue}${suffix}`);
  for (const exchange of ['events', 'inbox']) await channel.deleteExchange(`${namespace}.${exchange}`);
  await model.close();
}
