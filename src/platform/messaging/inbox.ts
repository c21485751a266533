import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { execute, jsonOf } from './sql.js';

const CLAIM = `
  insert into inbox (queue, message_id)
  select ?, value::uuid from jsonb_array_elements_text(?::jsonb)
  on conflict do nothing returning message_id as "messageId"`;
const KNOWN = 'select 1 as known from inbox where queue = ? and message_id = ?';
const FORGET = `
  with old as (
    select queue, message_id from inbox where handled_at < now() - ? * interval '1 day' limit ? for update skip locked
  )
  delete from inbox using old where inbox.queue = old.queue and inbox.message_id = old.message_id
  returning 1 as gone`;

/** Which messages a queue is through with. */
@Injectable()
export class Inbox {
  constructor(private readonly em: EntityManager) {}

  /**
   * Notes the messages as handled, in the transaction around the caller. Waits while another transaction handles the
   * same message, and then answers by how that one ended.
   *
   * @returns ids of those not handled before
   */
  async claim(queue: string, messageIds: readonly string[]): Promise<Set<string>> {
    // Two processes that were given the same messages lock them in the same order.
    const rows = await execute<{ messageId: string }>(this.em, CLAIM, [queue, jsonOf([...messageIds].sort())]);
    return new Set(rows.map(({ messageId }) => messageId));
  }

  async has(queue: string, messageId: string): Promise<boolean> {
    return (await execute(this.em, KNOWN, [queue, messageId])).length > 0;
  }

  /** @returns how many of the oldest rows were removed, at most `limit` */
  async forget(olderThanDays: number, limit: number): Promise<number> {
    return (await execute(this.em, FORGET, [olderThanDays, limit])).length;
  }
}
