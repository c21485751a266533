import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, serverAccount } from './account.ts';
import { findProgram, run, versionedFolders } from './command.ts';
import { freePorts } from './ports.ts';
import type { PrivateServer } from './private-server.ts';
import { newRunFolder } from './run-folder.ts';
import { ServerProcess } from './server-process.ts';
import { until } from './until.ts';
import { isAtLeast, VERSIONS } from './versions.ts';
import { reasonOf } from './reason.ts';

export const STANDARD_POSTGRES_URL = 'postgres://postgres@127.0.0.1:5432/postgres';

const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;

/** Whether a usable PostgreSQL answers: undefined when it does, else why not, as the end of a sentence. */
export async function faultOfPostgres(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks after it was made reports here, and again in the query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    const version = rows[0]?.server_version ?? '0';
    if (isAtLeast(version, VERSIONS.postgres.least)) return undefined;
    return `PostgreSQL ${version} is older than ${VERSIONS.postgres.least}`;
  } catch (error) {
    return reasonOf(error, 'nothing listens there');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Folder of `initdb` and `postgres`; Debian keeps it off the PATH. */
export const postgresPrograms = (): string | undefined =>
  findProgram(['initdb'], versionedFolders('/usr/lib/postgresql', 'bin'))?.replace(/\/initdb$/, '');

export interface PrivatePostgresOptions {
  /** Server settings besides ours, such as `{ fsync: 'off' }` where only speed counts. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Makes a cluster in a temporary folder and starts it on a free loopback port, super-user `postgres`, no password.
 *
 * @throws {Error} with the server's last words when it does not start
 */
export async function startPrivatePostgres(options: PrivatePostgresOptions = {}): Promise<PrivateServer> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('initdb was not found: install PostgreSQL');
  const account = serverAccount('postgres');
  const folder = newRunFolder('postgres', account);
  await initialise(programs, folder, account);
  const [port = 0] = await freePorts(1);
  const server = new PrivatePostgres({ programs, folder, account, port, settings: options.settings ?? {} });
  try {
    await server.restart();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function initialise(programs: string, folder: string, account: Account | undefined): Promise<void> {
  const { code, output } = await run(
    join(programs, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...account, cwd: folder },
  );
  if (code === 0) return;
  rmSync(folder, { recursive: true, force: true });
  throw new Error(`initdb failed:\n${output}`);
}

interface Place {
  readonly programs: string;
  readonly folder: string;
  readonly account: Account | undefined;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

class PrivatePostgres implements PrivateServer {
  readonly url: string;
  readonly #place: Place;
  #process: ServerProcess | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.url = `postgres://postgres@127.0.0.1:${place.port}/postgres`;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#process?.end(signal);
  }

  async restart(): Promise<void> {
    await this.#end();
    await until(() => this.#answers(), { what: `PostgreSQL answers at ${this.url}`, withinMs: START_WITHIN_MS });
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#place.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** After a kill -9, backends hold the shared memory for a moment and a new server refuses: it is started again. */
  async #answers(): Promise<true | undefined> {
    if (this.#process?.hasEnded === true && !/shared memory|lock file/.test(this.#process.lastWords)) {
      throw new Error(`PostgreSQL did not start:\n${this.#process.lastWords}`);
    }
    if (this.#process === undefined || this.#process.hasEnded) this.#process = this.#spawn();
    return (await faultOfPostgres(this.url)) === undefined ? true : undefined;
  }

  /** SIGINT is PostgreSQL's fast shutdown: it ends its sessions instead of waiting for them. */
  async #end(): Promise<void> {
    await this.#process?.stop('SIGINT', STOP_WITHIN_MS);
    this.#process = undefined;
  }

  #spawn(): ServerProcess {
    const { programs, folder, account, port, settings } = this.#place;
    const all = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '300',
      ...settings,
    };
    return ServerProcess.start({
      program: join(programs, 'postgres'),
      args: ['-D', join(folder, 'data'), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
      cwd: folder,
      account,
      logFile: join(folder, 'server.log'),
    });
  }
}
