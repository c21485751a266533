import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import type { OutboxRow } from '../event-publisher.js';
import type { MessageHeaders } from '../outbox-message.entity.js';
import { execute, jsonOf } from '../sql.js';

/** A claimed row. */
export interface ClaimedRow {
  readonly messageId: string;
  readonly type: string;
  readonly payload: unknown;
  readonly headers: MessageHeaders;
  readonly attempt: number;
}

/** A delivery in the hands of a process. */
export interface Key {
  readonly queue: string;
  readonly messageId: string;
}

/** What becomes of a failed delivery: due again after `delayMs`, or, with a `parkedReason`, set aside. */
export interface Failure extends Key {
  readonly delayMs: number;
  readonly reason: string;
  readonly parkedReason: string | null;
}

const MS = `interval '1 millisecond'`;
const ADD = `
  insert into delivery (queue, message_id, type, payload, headers)
  select target.queue, outbox.id, outbox.type, outbox.payload, outbox.headers
    from jsonb_to_recordset(?::jsonb) as target (queue text, id uuid) join outbox using (id)
  on conflict do nothing`;
const CLAIM = `
  update delivery set claimed_by = ?, run_at = now() + ? * ${MS}
   where (queue, message_id) in (
     select queue, message_id from delivery
      where queue = ? and parked_reason is null and run_at <= now()
      order by run_at, message_id limit ? for update skip locked)
  returning message_id as "messageId", type, payload, headers, attempt`;
const OURS = `from jsonb_to_recordset(?::jsonb) as mine (queue text, "messageId" uuid, "delayMs" float8, reason text, "parkedReason" text)
   where delivery.queue = mine.queue and delivery.message_id = mine."messageId" and delivery.claimed_by = ?`;
const RENEW = `update delivery set run_at = now() + ? * ${MS} ${OURS}`;
const DONE = `delete from delivery using ${OURS.slice('from '.length)}`;
const FAILED = `
  update delivery set claimed_by = null, attempt = attempt + 1, last_error = mine.reason,
         first_failed_at = coalesce(first_failed_at, now()),
         parked_reason = mine."parkedReason", run_at = now() + mine."delayMs" * ${MS} ${OURS}`;
const RELEASE = `update delivery set claimed_by = null, run_at = now() ${OURS}`;

/** The queues of an installation without a broker. No statement here runs inside a handler's transaction. */
@Injectable()
export class DeliveryTable {
  constructor(private readonly em: EntityManager) {}

  /** Copies outbox rows into queues, in the transaction of `em`. */
  async add(em: EntityManager, targets: readonly { queue: string; id: OutboxRow['id'] }[]): Promise<void> {
    if (targets.length > 0) await execute(em, ADD, [jsonOf(targets)]);
  }

  /** Takes due deliveries for `leaseMs`: without renewal or settlement they are due again after that. */
  async claim(queue: string, owner: string, leaseMs: number, limit: number): Promise<ClaimedRow[]> {
    const rows = await execute<ClaimedRow>(this.em, CLAIM, [owner, leaseMs, queue, limit]);
    // RETURNING keeps no order; ids rise with time, so this is the order in which it all happened.
    return rows.sort((one, other) => (one.messageId < other.messageId ? -1 : 1));
  }

  async renew(owner: string, leaseMs: number, keys: readonly Key[]): Promise<void> {
    if (keys.length > 0) await execute(this.em, RENEW, [leaseMs, jsonOf(keys), owner]);
  }

  async done(owner: string, keys: readonly Key[]): Promise<void> {
    if (keys.length > 0) await execute(this.em, DONE, [jsonOf(keys), owner]);
  }

  async failed(owner: string, failures: readonly Failure[]): Promise<void> {
    if (failures.length > 0) await execute(this.em, FAILED, [jsonOf(failures), owner]);
  }

  async release(owner: string, keys: readonly Key[]): Promise<void> {
    if (keys.length > 0) await execute(this.em, RELEASE, [jsonOf(keys), owner]);
  }

  /** Ends every lease. Only for a process that knows it is alone: the others are dead, whatever their leases say. */
  async releaseAll(): Promise<void> {
    await execute(this.em, 'update delivery set claimed_by = null, run_at = now() where claimed_by is not null');
  }
}
