import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';

const TAKE = {
  name: 'process lock take',
  text: `select pg_try_advisory_lock(hashtextextended('mandate ' || $1, 0)) as mine`,
};
const RELEASE = {
  name: 'process lock release',
  text: `select pg_advisory_unlock(hashtextextended('mandate ' || $1, 0)) as mine`,
};

/** PostgreSQL notices within half a minute that the machine at the other end is gone; its default is two hours. */
const KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';
const ANSWER_WITHIN_MS = 10_000;

/** Questions do not wait for each other's answers; the server takes them in order. Not in the driver's types. */
const PIPELINED = { pipeline: true };

/**
 * Locks among all processes of an installation, for work that no transaction is open around. They belong to a
 * connection of this process, so however the process ends, its locks end with it.
 */
@Injectable()
export class ProcessLocks implements OnApplicationShutdown {
  /** A connection is given a lock twice that it has already, so who has what in this process is kept here. */
  private readonly held = new Set<string>();
  private connection: Promise<pg.Client> | undefined;
  private closed = false;

  /** @param url of PostgreSQL; the embedded engine belongs to one process, which needs nobody to ask */
  constructor(private readonly url: string | undefined) {}

  /** @returns whether the lock is ours now; false while anybody has it, this process included */
  async take(name: string): Promise<boolean> {
    if (this.held.has(name)) return false;
    this.held.add(name);
    try {
      const mine = await this.ask(TAKE, name);
      if (!mine) this.held.delete(name);
      return mine;
    } catch (error) {
      this.held.delete(name);
      throw error;
    }
  }

  /** Gives the lock back; the next one gets it a moment later. */
  release(name: string): void {
    void this.ask(RELEASE, name)
      // The connection broke, and the lock went with it.
      .catch(() => undefined)
      .finally(() => this.held.delete(name));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    const client = await this.connection?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  private async ask(statement: typeof TAKE, name: string): Promise<boolean> {
    const { url } = this;
    if (url === undefined || this.closed) return !this.closed;
    const connection = (this.connection ??= this.connect(url));
    const client = await connection;
    try {
      const { rows } = await client.query<{ mine: boolean }>({ ...statement, values: [name] });
      return rows[0]?.mine === true;
    } catch (error) {
      // Nobody knows what it holds now; closed, it holds nothing.
      this.forget(connection);
      void client.end().catch(() => undefined);
      throw error;
    }
  }

  private connect(url: string): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'mandate-locks',
      options: KEEPALIVE,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      ...PIPELINED,
    });
    const connection = client.connect().then(() => client);
    const forget = (): void => {
      this.forget(connection);
    };
    client.on('error', forget).on('end', forget);
    connection.catch(forget);
    return connection;
  }

  /** Whoever asks next makes a new one. */
  private forget(connection: Promise<pg.Client>): void {
    if (this.connection === connection) this.connection = undefined;
  }
}
