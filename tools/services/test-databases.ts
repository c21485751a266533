import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { digestOf } from '../build/inputs.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PREFIX = 'mandate_test_';
const TEMPLATE_PREFIX = 'mandate_template_';
/** First half of our advisory locks; the second is the hash of the database's name. */
const LOCK_CLASS = 0x4d_41_4e_44;
/** A template that no code of today asks for is dropped after this time. */
const TEMPLATE_LIVES = '7 days';

/** The driver's types leave out two of its methods. */
type Client = pg.Client & { ref(): void; unref(): void };

export interface Template {
  /** Tells templates with the same sources apart. */
  readonly key: string;
  /** Files and folders, relative to the checkout, whose change asks for a new template: usually the migrations. */
  readonly madeFrom: readonly string[];
  /** Fills an empty database and closes its connections. Runs once for each state of the sources. */
  readonly prepare: (url: string) => Promise<void>;
}

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Drops the database, even when somebody is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes an empty, or readily prepared, database with a name of its own on a PostgreSQL.
 *
 * The connection that made it holds an advisory lock on its name for as long as the database is wanted, so the server
 * itself knows when the process has died; `sweepTestDatabases` then drops it.
 *
 * @param serverUrl any database of the server, with the right to create others
 */
export async function createTestDatabase(serverUrl: string, template?: Template): Promise<TestDatabase> {
  const name = `${PREFIX}${randomBytes(8).toString('hex')}`;
  const client = await connect(serverUrl);
  try {
    await lock(client, name);
    if (template) await cloneTemplate(client, { serverUrl, name, template });
    else await client.query(`create database ${name}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  // A test that forgets to drop its database must not keep its process alive.
  client.unref();
  let dropped: Promise<void> | undefined;
  const drop = (): Promise<void> => (dropped ??= dropAndLeave(client, name));
  return { url: urlOf(serverUrl, name), drop, [Symbol.asyncDispose]: drop };
}

/** Name of the database that holds a template: another key, or another state of its sources, is another name. */
export function templateName({ key, madeFrom }: Template): string {
  const digest = createHash('sha256').update(key).update('\0').update(digestOf(ROOT, madeFrom)).digest('hex');
  return `${TEMPLATE_PREFIX}${digest.slice(0, 16)}`;
}

/** Drops the databases of runs that were killed, and templates of days gone by. */
export async function sweepTestDatabases(serverUrl: string): Promise<void> {
  const client = await connect(serverUrl);
  try {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database
       where starts_with(datname, $1)
          or starts_with(datname, $2)
             and coalesce(shobj_description(oid, 'pg_database'), '') < (now() - $3::interval)::date::text`,
      [PREFIX, TEMPLATE_PREFIX, TEMPLATE_LIVES],
    );
    for (const { datname } of rows) await dropIfUnwanted(client, datname);
  } finally {
    await client.end();
  }
}

async function dropIfUnwanted(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as ours', [
    LOCK_CLASS,
    name,
  ]);
  if (rows[0]?.ours !== true) return;
  await client.query(`drop database if exists ${name} with (force)`);
  await unlock(client, name);
}

async function dropAndLeave(client: Client, name: string): Promise<void> {
  client.ref();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

interface Cloning {
  readonly serverUrl: string;
  readonly name: string;
  readonly template: Template;
}

/** The lock on the template's name lets one process of many build it, and keeps the sweep away while it is copied. */
async function cloneTemplate(client: Client, { serverUrl, name, template }: Cloning): Promise<void> {
  const ready = templateName(template);
  await lock(client, ready);
  try {
    if (!(await exists(client, ready))) await buildTemplate(client, { serverUrl, name: ready, template });
    await client.query(`create database ${name} template ${ready}`);
  } finally {
    await unlock(client, ready);
  }
}

/** It gets its name last: a half-made template, of a run that was killed, is never mistaken for a finished one. */
async function buildTemplate(client: Client, { serverUrl, name, template }: Cloning): Promise<void> {
  const building = `${PREFIX}${name.slice(TEMPLATE_PREFIX.length)}_building`;
  await lock(client, building);
  try {
    await client.query(`drop database if exists ${building} with (force)`);
    await client.query(`create database ${building}`);
    await template.prepare(urlOf(serverUrl, building));
    await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [building]);
    await client.query(`alter database ${building} rename to ${name}`);
    await client.query(`comment on database ${name} is '${new Date().toISOString().slice(0, 10)}'`);
  } finally {
    await unlock(client, building);
  }
}

async function connect(url: string): Promise<Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 }) as Client;
  // A server that goes away, as kill tests make it, shows in the next query.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const lock = (client: Client, name: string): Promise<unknown> =>
  client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, name]);

const unlock = (client: Client, name: string): Promise<unknown> =>
  client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, name]);

async function exists(client: Client, name: string): Promise<boolean> {
  return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1;
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
