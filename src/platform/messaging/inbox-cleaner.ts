import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Bell } from './bell.js';
import { Inbox } from './inbox.js';
import { MessagingSettings } from './messaging.settings.js';
import { reasonOf } from './retry-policy.js';

const BATCH = 5_000;

/** Forgets handled messages in small transactions, once in a while. */
@Injectable()
export class InboxCleaner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(InboxCleaner.name);
  private readonly bell = new Bell();
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly inbox: Inbox,
    private readonly settings: MessagingSettings,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        const gone = await this.inbox.forget(this.settings.inboxRetentionDays, BATCH);
        if (gone === BATCH) continue;
      } catch (error) {
        this.logger.warn(`Old inbox rows could not be removed: ${reasonOf(error)}`);
      }
      await this.bell.wait(this.settings.inboxCleaningMs);
    }
  }
}
