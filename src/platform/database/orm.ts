import { type EntityClass, MikroORM, type Options } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ConfigurationError, type Env } from '../config/env.js';
import type { EmbeddedEngine } from './embedded-engine.js';
import { MIGRATIONS } from './migrations/index.js';
import { TransactionClient } from './transaction-client.js';

/** Connections of one process. Two processes of each kind stay far below PostgreSQL's default of 100. */
const POOL = { min: 1, max: 16 };

/** An open database, whichever engine it runs on. */
export abstract class Database {
  abstract readonly orm: MikroORM;
  /** Present when the database is embedded. */
  abstract readonly engine?: EmbeddedEngine;
  abstract close(): Promise<void>;
}

/** Settings of every connection. */
const SESSION = [
  // The read side hands timestamps out as the server writes them.
  'timezone=UTC',
  // A plan for each value may differ from page to page: for an account that owns most of a table the planner prefers to
  // walk the primary key past everybody else's rows. Our statements want one plan, by the index that was made for them.
  'plan_cache_mode=force_generic_plan',
];

const options = (entities: readonly EntityClass<object>[]): Partial<Options> => ({
  entities: [...entities],
  metadataProvider: ReflectMetadataProvider,
  extensions: [Migrator],
  migrations: {
    migrationsList: [...MIGRATIONS],
    tableName: 'schema_migration',
    snapshot: false,
    silent: true,
    // Each migration in a transaction of its own: what is done stays done when a later one fails.
    allOrNothing: false,
  },
  discovery: { warnWhenNoEntities: false },
  // Work without a unit around it would share one identity map between all requests.
  allowGlobalContext: false,
  ignoreUndefinedInQuery: false,
});

/**
 * Opens PostgreSQL when `DATABASE_URL` is set, else the embedded engine in `DATA_DIR`.
 *
 * @throws {ConfigurationError} if another process uses `DATA_DIR`
 */
export async function openDatabase(
  env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>,
  entities: readonly EntityClass<object>[],
): Promise<Database> {
  if (env.DATABASE_URL !== undefined) {
    const orm = await MikroORM.init({
      ...options(entities),
      driver: PostgreSqlDriver,
      clientUrl: env.DATABASE_URL,
      pool: POOL,
      driverOptions: { options: SESSION.map((setting) => `-c ${setting}`).join(' '), Client: TransactionClient },
    } as Options);
    return { orm, close: () => orm.close() };
  }
  // Loaded by those only who use it: it is large.
  const { EmbeddedEngine } = await import('./embedded-engine.js');
  const { PgliteDriver } = await import('@mikro-orm/pglite');
  const engine = await EmbeddedEngine.open(env.DATA_DIR, SESSION);
  const orm = await MikroORM.init({
    ...options(entities),
    driver: PgliteDriver,
    dbName: 'postgres',
    driverOptions: { pglite: () => engine.pglite },
  } as Options);
  return {
    orm,
    engine,
    close: async () => {
      await orm.close();
      await engine.close();
    },
  };
}

const MIGRATION_LOCK = 5_207_011;

/**
 * Brings the schema up to date. Several processes may try at once: an advisory lock lets one through at a time.
 *
 * @returns names of the migrations that ran now
 */
export async function migrate({ orm }: Database, url: string | undefined): Promise<string[]> {
  const gate = url === undefined ? undefined : new pg.Client({ connectionString: url });
  await gate?.connect();
  try {
    await gate?.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await orm.migrator.up()).map(({ name }) => name);
  } finally {
    await gate?.end();
  }
}

/** @throws {ConfigurationError} when the schema is older than this program */
export async function requireMigrated({ orm }: Database): Promise<void> {
  const pending = await orm.migrator.getPending();
  if (pending.length > 0) throw new ConfigurationError('The schema is not up to date: run npm run migrate first');
}
