import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { Bell } from '../bell.js';
import { Dispatcher } from '../dispatcher.js';
import { MessageServer, type Settled } from '../message-server.js';
import { MessagingSettings } from '../messaging.settings.js';
import type { Received } from '../received.js';
import { jittered, pauseAfter, reasonOf } from '../retry-policy.js';
import { Subscriptions } from '../subscriptions.js';
import { type ClaimedRow, DeliveryTable, type Failure, type Key } from './delivery-table.js';
import { Leases } from './leases.js';

const PAUSE_MS = { first: 200, longest: 5_000 };

const keysOf = (received: readonly Received[]): Key[] => received.map(({ queue, messageId }) => ({ queue, messageId }));

const receivedFrom = (queue: string, { payload, headers, ...row }: ClaimedRow): Received => ({
  ...row,
  queue,
  queryId: headers.queryId,
  payload: () => payload,
});

const failureFrom = ({ received, verdict }: Settled<Received>): Failure[] => {
  if (verdict.kind === 'done') return [];
  const { queue, messageId } = received;
  const { reason } = verdict;
  return verdict.kind === 'park'
    ? [{ queue, messageId, reason, delayMs: 0, parkedReason: reason }]
    : [{ queue, messageId, reason, delayMs: jittered(verdict.delayMs), parkedReason: null }];
};

/** The transport without a broker: each queue is a part of the delivery table. */
@Injectable()
export class EmbeddedServer extends MessageServer {
  /** Names this process in the rows it has claimed. */
  private readonly owner = randomUUID();
  private readonly leases: Leases;
  private readonly bells = new Map<string, Bell>();
  private readonly stopping = new AbortController();
  private readonly alone: boolean;
  private loops: Promise<void>[] = [];

  constructor(
    subscriptions: Subscriptions,
    dispatcher: Dispatcher,
    settings: MessagingSettings,
    env: Env,
    private readonly table: DeliveryTable,
  ) {
    const alone = env.DATABASE_URL === undefined;
    super(subscriptions, dispatcher, settings, { inside: alone ? 1 : settings.insideConcurrency });
    this.alone = alone;
    this.leases = new Leases(table, this.owner, settings.leaseMs);
  }

  /** There may be deliveries for any queue. */
  wake(): void {
    for (const bell of this.bells.values()) bell.ring();
  }

  protected override async open(): Promise<void> {
    if (this.alone) await this.table.releaseAll();
    this.leases.start();
    for (const queue of this.subscriptions.queues()) {
      const bell = new Bell();
      this.bells.set(queue, bell);
      this.loops.push(this.take(queue, bell));
    }
  }

  protected override async stopTaking(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await Promise.all(this.loops);
  }

  protected override async giveBack(untouched: readonly Received[]): Promise<void> {
    await this.table.release(this.owner, keysOf(untouched));
    this.leases.drop(untouched);
  }

  /** Asks the database nothing: a handler that did not end may sit on its only connection. Leases run out by themselves. */
  protected override leave(): Promise<void> {
    this.leases.stop();
    return Promise.resolve();
  }

  protected override async settle(settled: readonly Settled<Received>[]): Promise<void> {
    const received = settled.map((one) => one.received);
    const done = settled.filter(({ verdict }) => verdict.kind === 'done').map((one) => one.received);
    const failures = settled.flatMap(failureFrom);
    try {
      await this.table.done(this.owner, keysOf(done));
      await this.table.failed(this.owner, failures);
    } finally {
      this.leases.drop(received);
    }
    for (const { queue, delayMs } of failures) setTimeout(() => this.bells.get(queue)?.ring(), delayMs).unref();
    for (const { queue } of received.slice(0, 1)) if (this.roomIn(queue) > 0) this.bells.get(queue)?.ring();
  }

  /** Few large claims are cheaper than many small ones: there is room only when half of the hands are free. */
  private roomIn(queue: string): number {
    const room = this.settings.prefetch - this.leases.countIn(queue);
    return room * 2 >= this.settings.prefetch ? room : 0;
  }

  private async take(queue: string, bell: Bell): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        const room = this.roomIn(queue);
        const taken = room === 0 ? 0 : await this.claim(queue, room);
        failures = 0;
        if (taken === 0 || taken < room) await bell.wait(this.settings.pollMs);
      } catch (error) {
        failures += 1;
        if (failures === 1) this.logger.warn(`Queue ${queue} could not be read: ${reasonOf(error)}`);
        const pauseMs = pauseAfter(failures, PAUSE_MS.first, PAUSE_MS.longest);
        await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async claim(queue: string, room: number): Promise<number> {
    const rows = await this.table.claim(queue, this.owner, this.settings.leaseMs, room);
    for (const row of rows) {
      const received = receivedFrom(queue, row);
      this.leases.hold(received);
      this.receive(received);
    }
    return rows.length;
  }
}
