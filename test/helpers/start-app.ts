import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntityManager, MikroORM } from '@mikro-orm/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { seedDemo } from '../../src/demo/demo.js';
import { ENTITIES } from '../../src/entities.js';
import { Session } from '../../src/modules/accounts/session.entity.js';
import { parseLogin } from '../../src/modules/accounts/user-login.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { type Env, readEnv } from '../../src/platform/config/env.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { migrate, openDatabase } from '../../src/platform/database/orm.js';
import { MandateAdapter } from '../../src/platform/http/mandate-adapter.js';
import { JsonLogger } from '../../src/platform/logging/json-logger.js';
import { InboxStore } from '../../src/platform/mail/inbox-store.js';
import { startWorking } from '../../src/platform/messaging/start-working.js';
import { execute } from '../../src/platform/messaging/sql.js';
import { prepareHttp } from '../../src/serve.js';
import { PASSWORD } from '../factories/an-account.js';
import { insert, type Rows } from '../factories/insert.js';
import { eventually } from '../messaging/eventually.js';
import { Caller } from './caller.js';
import { Mailbox } from './mailbox.js';
import { freshDatabase, type Template, type TestDatabase } from './services.js';
import { TestClock } from './test-clock.js';

interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** An empty database with today's schema. */
const MIGRATED: Template = {
  key: 'application',
  madeFrom: ['src/platform/database/migrations'],
  prepare: async (url) => {
    const database = await openDatabase({ DATABASE_URL: url, DATA_DIR: '' }, ENTITIES);
    await migrate(database, url);
    await database.close();
  },
};

export interface AppOptions {
  /** Environment variables besides those that make it a test. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The demo's accounts, users, services and changes; left out, the database is empty. */
  readonly demo?: boolean;
  /** Handles events, as a worker does; else they stay in the outbox. Nothing of the clock's own runs in either case. */
  readonly working?: boolean;
}

/** The product in this process, on a PostgreSQL database of its own, with mails in an inbox and a clock that tests move. */
export class RunningApp {
  private readonly sessions = new Map<string, Promise<OpenedSession>>();
  readonly clock: TestClock;
  readonly mailbox: Mailbox;
  /** Somebody who is not signed in. */
  readonly anybody: Caller;

  constructor(
    readonly app: NestFastifyApplication,
    readonly env: Env,
    readonly url: { readonly api: string; readonly database: string },
    private readonly remove: () => Promise<void>,
  ) {
    this.clock = app.get<TestClock>(Clock);
    this.mailbox = new Mailbox(app.get(InboxStore, { strict: false }));
    this.anybody = new Caller(url.api, {});
  }

  /** Any provider of the application. */
  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(type, { strict: false });
  }

  /** Puts rows into the database that no route makes, or not as quickly. */
  given(rows: Rows): Promise<void> {
    return insert(this.url.database, rows);
  }

  /** Somebody with a session, `xx11111-ovh` or `1234-567-89/jane`: the same for all tests, until the clock ends it. */
  async as(login: string): Promise<Caller> {
    const known = await this.sessions.get(login);
    const opened = known && known.expiresAt > this.clock.now() ? known : this.openSession(login);
    this.sessions.set(login, Promise.resolve(opened));
    return Caller.withToken(this.url.api, (await opened).token);
  }

  /** A session that no other test uses, without the cost of a password. */
  async openSession(login: string): Promise<OpenedSession> {
    const { account, user = null } = parseLogin(login);
    const [found] = await this.sql<{ nichandle: string; userId: string | null }>(
      `select nichandle, u.id as "userId" from account left join identity_user u on u.account = nichandle and login = ?
       where nichandle = ? or customer_code = ?`,
      [user, account, account],
    );
    if (!found) throw new Error(`There is no login ${login}`);
    const userId = found.userId === null ? null : Number(found.userId);
    const whose = { account: found.nichandle, userId, ip: null, userAgent: null };
    const { session, token } = Session.open(whose, this.clock.now());
    await this.transaction(async (em) => em.persist(session).flush());
    return { token, expiresAt: session.expiresAt };
  }

  /** Changes things behind the application's back, or makes what no route makes. */
  transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    const em = this.app.get(EntityManager);
    return this.app.get(UnitOfWork).run(() => work(em));
  }

  /** Reads or writes the database directly; `?` for values. */
  sql<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    return execute<Row>(this.app.get(MikroORM).em, statement, values);
  }

  /** Waits until every event has been carried and handled, and fails on one that could not be. */
  async settle(): Promise<void> {
    await eventually(async () => {
      const [left] = await this.sql<{ n: string; parked: string | null }>(
        `select (select count(*) from outbox) + count(*) as n, min(last_error) as parked from delivery`,
      );
      if (left?.parked != null) throw new Error(`An event was not handled: ${left.parked}`);
      return Number(left?.n) === 0;
    });
  }

  /** Ends the application and takes its database and folder away. */
  async close(): Promise<void> {
    await this.app.close();
    await this.remove();
  }
}

/** Starts the product. Once per test file, in `beforeAll`; `close()` in `afterAll`. */
export async function startApp({ variables = {}, demo = true, working = true }: AppOptions = {}): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-app-'));
  const database = await freshDatabase(MIGRATED);
  const env = readEnv({ ...environmentOf(folder, database), DEMO: demo ? 'on' : 'off', ...variables });
  const app = await build(env);
  await seedDemo(app, env);
  if (working) await startWorking(app);
  await app.listen(0, '127.0.0.1');
  const url = { api: await app.getUrl(), database: database.url };
  return new RunningApp(app, env, url, async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
}

const environmentOf = (folder: string, { url }: TestDatabase): Record<string, string> => ({
  DATABASE_URL: url,
  DATA_DIR: folder,
  PUBLIC_URL: 'https://mandate.example',
  DEMO_PASSWORD: PASSWORD,
  LOG_LEVEL: process.env.MANDATE_TEST_LOG_LEVEL ?? 'silent',
  // Tests sign in more often than people do; the limit has tests of its own.
  SIGN_IN_ATTEMPTS_PER_MINUTE: '100000',
});

async function build(env: Env): Promise<NestFastifyApplication> {
  const module = await Test.createTestingModule({ imports: [AppModule.forRoot(env)] })
    .overrideProvider(Clock)
    .useValue(new TestClock())
    .compile();
  const logger = new JsonLogger(env.LOG_LEVEL);
  const app = module.createNestApplication<NestFastifyApplication>(new MandateAdapter(), { logger, bodyParser: false });
  await prepareHttp(app);
  return app;
}
