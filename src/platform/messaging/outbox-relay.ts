import { setTimeout as delay } from 'node:timers/promises';
import { EntityManager } from '@mikro-orm/core';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Env } from '../config/env.js';
import { Bell } from './bell.js';
import { EventPublisher, type OutboxRow } from './event-publisher.js';
import { MessagingSettings } from './messaging.settings.js';
import { OutboxWake } from './outbox-wake.js';
import { pauseAfter, reasonOf } from './retry-policy.js';
import { execute, jsonOf } from './sql.js';

const PAUSE_MS = { first: 200, longest: 5_000 };
const DEFER_MS = { first: 1_000, longest: 60_000 };

const TAKE = `
  select id, type, payload, headers, extract(epoch from occurred_at)::float8 as "occurredAt"
    from outbox where deferred_until is null or deferred_until <= now()
   order by id limit ? for update skip locked`;
const REMOVE = 'delete from outbox where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))';
const DEFER = `
  update outbox set failures = failures + 1, last_error = refused.reason,
         deferred_until = now() + least(? * power(2, least(failures, 20)), ?) * interval '1 millisecond'
    from jsonb_to_recordset(?::jsonb) as refused (id uuid, reason text) where outbox.id = refused.id
  returning outbox.type, failures`;

/**
 * Carries events from the outbox to their queues. A row is deleted in the transaction that locked it, and only after
 * its event was confirmed: a crash in between publishes it again, it never loses it. Any number of relays may run.
 */
@Injectable()
export class OutboxRelay implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly stopping = new AbortController();
  private readonly bells: Bell[] = [];
  private lanes: Promise<void>[] = [];

  constructor(
    private readonly em: EntityManager,
    private readonly publisher: EventPublisher,
    private readonly wake: OutboxWake,
    private readonly settings: MessagingSettings,
    private readonly env: Env,
  ) {}

  /** Starts carrying. To be called when the consumers' queues exist: nobody keeps what no queue is bound for. */
  async start(): Promise<void> {
    // The embedded engine has one connection: a second lane would only wait for the first.
    const lanes = this.env.DATABASE_URL === undefined ? 1 : this.settings.relayConcurrency;
    for (let lane = 0; lane < lanes; lane += 1) this.bells.push(new Bell());
    await this.wake.listen(() => {
      for (const bell of this.bells) bell.ring();
    });
    this.lanes = this.bells.map((bell) => this.carry(bell));
  }

  /** Resolves when the batches in hand are through, or the broker has been silent for too long: they stay in the outbox. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const bell of this.bells) bell.ring();
    const inTime = new AbortController();
    const deadline = delay(this.settings.drainDeadlineMs, undefined, { signal: inTime.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.lanes), deadline]);
    inTime.abort();
  }

  private async carry(bell: Bell): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        const moved = await this.moveBatch();
        failures = 0;
        if (moved > 0) this.publisher.committed();
        if (moved < this.settings.relayBatch) await bell.wait(this.settings.pollMs);
      } catch (error) {
        failures += 1;
        if (failures === 1) this.logger.warn(`Events stay in the outbox for now: ${reasonOf(error)}`);
        const pauseMs = pauseAfter(failures, PAUSE_MS.first, PAUSE_MS.longest);
        await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** @returns how many rows were looked at */
  private async moveBatch(): Promise<number> {
    return this.em.fork().transactional(async (em) => {
      const rows = await execute<OutboxRow>(em, TAKE, [this.settings.relayBatch]);
      if (rows.length === 0) return 0;
      const refused = await this.publisher.publish(rows, em);
      const taken = rows.map(({ id }) => id).filter((id) => !refused.has(id));
      if (taken.length > 0) await execute(em, REMOVE, [jsonOf(taken)]);
      if (refused.size > 0) await this.defer(em, refused);
      return rows.length;
    });
  }

  private async defer(em: EntityManager, refused: ReadonlyMap<string, string>): Promise<void> {
    const rows = [...refused].map(([id, reason]) => ({ id, reason }));
    const deferred = await execute<{ type: string; failures: number }>(em, DEFER, [
      DEFER_MS.first,
      DEFER_MS.longest,
      jsonOf(rows),
    ]);
    for (const { type, failures } of deferred) {
      this.logger.warn(`${type} could not be published (${String(failures)} times) and waits in the outbox`);
    }
  }
}
