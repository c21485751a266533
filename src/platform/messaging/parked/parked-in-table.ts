import type { MikroORM } from '@mikro-orm/core';
import { execute } from '../sql.js';
import { LONGEST_CONTENT, type ParkedMessage, ParkedMessages } from './parked-messages.js';

const LIST = `
  select queue, message_id as "messageId", type, parked_reason as reason, attempt - 1 as attempts,
         to_char(first_failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "firstFailedAt",
         headers->>'queryId' as "queryId", left(payload::text, ?) as content
    from delivery where queue = ? and parked_reason is not null order by message_id`;
const REQUEUE = `
  update delivery set parked_reason = null, attempt = 1, run_at = now(), first_failed_at = null, claimed_by = null
   where queue = ? and parked_reason is not null and coalesce(message_id = ?::uuid, true) returning 1 as back`;

/** Parked messages of an installation without a broker. */
export class ParkedInTable extends ParkedMessages {
  /** @param close ends what was opened for this */
  constructor(
    private readonly orm: MikroORM,
    private readonly closeDatabase: () => Promise<void>,
  ) {
    super();
  }

  async list(queue: string): Promise<ParkedMessage[]> {
    return execute<ParkedMessage>(this.orm.em, LIST, [LONGEST_CONTENT, queue]);
  }

  async requeue(queue: string, messageId?: string): Promise<number> {
    return (await execute(this.orm.em, REQUEUE, [queue, messageId ?? null])).length;
  }

  async close(): Promise<void> {
    await this.closeDatabase();
  }
}
