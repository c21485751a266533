import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Database } from './orm.js';

const RECONNECT_MS = { first: 100, most: 5_000 };

/** Called with what was notified; with `undefined` after a gap, when anything may have been missed. */
export type NotificationListener = (payload: string | undefined) => void;

/**
 * LISTEN/NOTIFY of the database: how processes tell each other that something changed. A notification sent inside a
 * unit of work is delivered when, and only if, that unit is committed. Listeners must be correct without them, too:
 * a notification saves waiting, it is no promise.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly listeners = new EventEmitter().setMaxListeners(0);
  private readonly channels = new Set<string>();
  private client: pg.Client | undefined;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly url: string | undefined,
  ) {}

  /** True while notifications arrive: without it, nothing that relies on hearing of changes may be cached. */
  get listening(): boolean {
    return this.url === undefined || this.client !== undefined;
  }

  /** Opens the listening connection; called once, at start-up. */
  async open(): Promise<void> {
    if (this.url !== undefined) await this.connect(this.url);
  }

  /** @param channel lower-case letters and underscores: it becomes an SQL identifier */
  async listen(channel: string, listener: NotificationListener): Promise<void> {
    if (!/^[a-z_]+$/.test(channel)) throw new Error(`${channel} is no channel name`);
    this.listeners.on(channel, listener);
    if (this.channels.has(channel)) return;
    this.channels.add(channel);
    const { engine } = this.database;
    if (engine) await engine.pglite.listen(channel, (payload) => this.listeners.emit(channel, payload));
    else await this.client?.query(`listen ${channel}`);
  }

  /** Sends within the transaction of `em`. */
  async notify(em: EntityManager, channel: string, payload: string): Promise<void> {
    await em.getConnection().execute('select pg_notify(?, ?)', [channel, payload], 'run', em.getTransactionContext());
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(url: string): Promise<void> {
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'mandate-listener' });
    client.on('notification', ({ channel, payload }) => this.listeners.emit(channel, payload ?? ''));
    client.on('error', () => undefined); // 'end' follows and reconnects
    await client.connect();
    for (const channel of this.channels) await client.query(`listen ${channel}`);
    client.on('end', () => {
      this.client = undefined;
      this.announceGap();
      if (!this.closed) void this.reconnect(url);
    });
    this.client = client;
    this.announceGap();
  }

  private async reconnect(url: string): Promise<void> {
    for (let wait = RECONNECT_MS.first; !this.closed; wait = Math.min(wait * 2, RECONNECT_MS.most)) {
      await delay(wait * (0.5 + Math.random() / 2), undefined, { ref: false });
      try {
        await this.connect(url);
        return;
      } catch (error) {
        this.logger.warn(`The database's notifications cannot be heard: ${(error as Error).message}`);
      }
    }
  }

  private announceGap(): void {
    for (const channel of this.channels) this.listeners.emit(channel, undefined);
  }
}
