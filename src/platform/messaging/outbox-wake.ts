import { setTimeout as delay } from 'node:timers/promises';
import { EntityManager } from '@mikro-orm/core';
import { Injectable, Logger } from '@nestjs/common';
import { Notifications } from '../database/notifications.js';

const CHANNEL = 'mandate_outbox';

/** Between two notifications of a busy process; what is committed meanwhile shares the second. */
const PAUSE_MS = 5;

/**
 * Tells the relay that something was committed for it. In the relay's own process that is a function call; elsewhere
 * it is a NOTIFY of its own, after the commit: inside a transaction it would make all committing transactions queue up
 * behind one lock. Many signals make one notification. A lost one costs a poll interval, nothing else.
 */
@Injectable()
export class OutboxWake {
  private readonly logger = new Logger(OutboxWake.name);
  private listener: (() => void) | undefined;
  private sending = false;
  private again = false;

  constructor(
    private readonly em: EntityManager,
    private readonly notifications: Notifications,
  ) {}

  /** Always the same function: a unit of work that adds many events signals once. */
  readonly signal = (): void => {
    if (this.listener) this.listener();
    else if (this.sending) this.again = true;
    else void this.send();
  };

  /** The relay of this process calls this once. */
  async listen(listener: () => void): Promise<void> {
    this.listener = listener;
    await this.notifications.listen(CHANNEL, listener);
  }

  private async send(): Promise<void> {
    this.sending = true;
    try {
      do {
        await this.notifications.notify(this.em.fork(), CHANNEL, '');
        await delay(PAUSE_MS, undefined, { ref: false });
      } while (this.wasAskedAgain());
    } catch (error) {
      this.logger.warn(`The relay could not be woken and will find its work by itself: ${(error as Error).message}`);
    } finally {
      this.sending = false;
    }
  }

  private wasAskedAgain(): boolean {
    const { again } = this;
    this.again = false;
    return again;
  }
}
