/** Figures of the messaging that a test or a special installation may want to change; everybody else keeps them. */
export class MessagingSettings {
  /** Milliseconds before the 2nd, 3rd, … attempt of a failed delivery; after the last one it is parked. */
  readonly retryDelaysMs: readonly number[] = [200, 1_000, 5_000, 30_000, 120_000, 600_000];
  /** Deliveries that one queue of this process holds at most, waiting or being handled. */
  readonly prefetch: number = 200;
  /** Handlers of one queue that talk to the outside world at the same time: twice the SMTP connections, to keep all busy. */
  readonly outsideConcurrency: number = 20;
  /** Deliveries that share one transaction at most, when they are waiting anyway and their handler is quick. */
  readonly groupSize: number = 50;
  /** Transactions of one queue open at the same time. The embedded engine has one connection and always takes one. */
  readonly insideConcurrency: number = 2;
  /** How long a stopping process waits for the handlers it has begun. */
  readonly drainDeadlineMs: number = 10_000;
  /** Outbox rows that one relay transaction moves. */
  readonly relayBatch: number = 500;
  /** Relay transactions open at the same time: one talks to the database while the other waits for confirms. */
  readonly relayConcurrency: number = 2;
  /** How often an idle relay, or an idle queue in the database, looks although nobody woke it. */
  readonly pollMs: number = 1_000;
  /** How long a delivery taken from the `delivery` table stays ours without being renewed. */
  readonly leaseMs: number = 30_000;
  /** How long a handled message is remembered: a copy that comes later would be handled again. */
  readonly inboxRetentionDays: number = 14;
  /** Time between two removals of forgotten inbox rows. */
  readonly inboxCleaningMs: number = 3_600_000;

  constructor(changes: Partial<MessagingSettings> = {}) {
    Object.assign(this, changes);
  }
}
