import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { execute, jsonOf } from './sql.js';

const CLAIM = `
  insert into inbox (queue, message_id)
  select ?, value::uuid from jsonb_array_elements_text(?::jsonb)
  on conflict do nothing returning message_id as "messageId"`;
const KNOWN = { name: 'inbox known', text: 'select 1 as known from inbox where queue = $1 and message_id = $2' };
const FORGET = `
  with old as (
    select queue, message_id from inbox where handled_at < now() - ? * interval '1 day' limit ? for update skip locked
  )
  delete from inbox using old where inbox.queue = old.queue and inbox.message_id = old.message_id
  returning 1 as gone`;

/** Which messages a queue is through with. */
@Injectable()
export class Inbox {
  /** Messages that the next statement notes, by queue. */
  private readonly gathering = new Map<string, { readonly ids: string[]; readonly noted: Promise<void> }>();
  /** The statement under way, by queue; never rejected. */
  private readonly noting = new Map<string, Promise<unknown>>();

  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
  ) {}

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

  /**
   * Notes a message as handled, outside of any transaction. What arrives while a commit is under way shares the next:
   * waiting for the disk, once for each, would cost more than everything else.
   */
  note(queue: string, messageId: string): Promise<void> {
    const gathering = this.gathering.get(queue);
    if (gathering) {
      gathering.ids.push(messageId);
      return gathering.noted;
    }
    const ids = [messageId];
    const noted = (this.noting.get(queue) ?? Promise.resolve()).then(async () => {
      this.gathering.delete(queue);
      const claimed = this.claim(queue, ids);
      this.noting.set(
        queue,
        claimed.catch(() => undefined),
      );
      await claimed;
    });
    this.gathering.set(queue, { ids, noted });
    return noted;
  }

  async has(queue: string, messageId: string): Promise<boolean> {
    return (await this.reader.first(KNOWN, [queue, messageId])) !== undefined;
  }

  /** @returns how many of the oldest rows were removed, at most `limit` */
  async forget(olderThanDays: number, limit: number): Promise<number> {
    return (await execute(this.em, FORGET, [olderThanDays, limit])).length;
  }
}
