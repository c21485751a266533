import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Reader, type Statement } from '../../platform/database/reader.js';
import { PeriodicTasks } from '../../platform/periodic/periodic-tasks.js';
import { ContactChangeWork } from './contact-change-work.js';

const EVERY_MS = 30_000;
const AT_ONCE = 200;
const REMINDER_AFTER_MS = 3 * 86_400_000;

const EXPIRED: Statement = {
  name: 'contact changes expired',
  text: `select id from contact_change where expires_at <= $1
    and state in ('todo', 'checkValidity', 'validatingByCustomers', 'doing') and state <> 'doing' order by expires_at limit $2`,
};

const TO_REMIND: Statement = {
  name: 'contact changes to remind',
  text: `select id from contact_change where date_request <= $1 and expires_at > $3
    and state = 'validatingByCustomers' and reminded_at is null order by date_request limit $2`,
};

/** What becomes due by the clock alone: the end of a change that nobody answered, and the reminder before it. */
@Injectable()
export class ContactChangesDue {
  constructor(
    private readonly reader: Reader,
    private readonly work: ContactChangeWork,
    private readonly clock: Clock,
    tasks: PeriodicTasks,
  ) {
    tasks.add('contact changes due', EVERY_MS, () => this.sweep());
  }

  /** Does everything that is due now. Several workers may: each change is locked, and only one finds it still due. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const askedBefore = new Date(now.getTime() - REMINDER_AFTER_MS).toISOString();
    await this.each(EXPIRED, [now.toISOString(), AT_ONCE], (id) => this.work.expire(id));
    await this.each(TO_REMIND, [askedBefore, AT_ONCE, now.toISOString()], (id) => this.work.remind(id));
  }

  private async each(due: Statement, values: readonly unknown[], act: (id: number) => Promise<void>): Promise<void> {
    for (;;) {
      const rows = await this.reader.rows<{ id: number }>(due, values);
      for (const { id } of rows) await act(id);
      if (rows.length < AT_ONCE) return;
    }
  }
}
