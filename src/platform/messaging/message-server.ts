import { setTimeout as delay } from 'node:timers/promises';
import { Server } from '@nestjs/microservices';
import { type HandlerExtras, MANDATE_TRANSPORT } from './consumer.decorator.js';
import type { Attempted, Dispatcher } from './dispatcher.js';
import { readTask } from './event-reader.js';
import type { MessagingSettings } from './messaging.settings.js';
import type { Received, Task } from './received.js';
import { DONE, judge, reasonOf, type Verdict } from './retry-policy.js';
import { type EventHandler, Subscriptions } from './subscriptions.js';
import { WorkQueue } from './work-queue.js';

/** A delivery and what is to become of it. */
export interface Settled<R extends Received> {
  readonly received: R;
  readonly verdict: Verdict;
}

interface Lines<R extends Received> {
  readonly inside: WorkQueue<Task<R>>;
  readonly outside: WorkQueue<Task<R>>;
}

/** How many transactions may be open at once for one queue; depends on the database. */
export interface Concurrency {
  readonly inside: number;
}

/**
 * Nest's transport strategy for our consumers, whatever the queues are made of: reads, validates, calls, judges. What a
 * transport adds is where deliveries come from and how they are settled.
 */
export abstract class MessageServer<R extends Received = Received> extends Server {
  override readonly transportId = MANDATE_TRANSPORT;
  /** Failures come back to us, who decide whether to try again. */
  override readonly propagatesEventHandlerErrors = true;

  private readonly lines = new Map<string, Lines<R>>();
  private readonly settling = new Set<Promise<void>>();

  constructor(
    readonly subscriptions: Subscriptions,
    private readonly dispatcher: Dispatcher,
    protected readonly settings: MessagingSettings,
    private readonly concurrency: Concurrency,
  ) {
    super();
  }

  /** Nest would chain the handlers of one event; ours belong to queues of their own. */
  override addHandler(
    _pattern: unknown,
    callback: EventHandler,
    _isEventHandler?: boolean,
    extras: Partial<HandlerExtras> = {},
  ): void {
    this.subscriptions.add(callback, extras);
  }

  /** Part of Nest's contract; this transport has no events of its own to listen to. */
  override on(event: string): never {
    throw new Error(`The message server has no event ${event}`);
  }

  /** Part of Nest's contract; there is no driver to hand out, it comes and goes with the connection. */
  override unwrap(): never {
    throw new Error('The message server hands out no driver');
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const queue of this.subscriptions.queues()) this.lines.set(queue, this.linesOf());
      await this.open();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Stops taking, waits for the handlers that were begun (but not for ever), gives the rest back. */
  override async close(): Promise<void> {
    const inTime = new AbortController();
    const deadline = delay(this.settings.drainDeadlineMs, 'late', { signal: inTime.signal }).catch(() => undefined);
    const drained = this.drain().catch((error: unknown) => {
      this.logger.warn(`Stopping was not orderly: ${reasonOf(error)}`);
    });
    if ((await Promise.race([drained, deadline])) === 'late') {
      this.logger.warn('Some handlers did not end in time: their messages will be delivered again');
    }
    inTime.abort();
    await this.leave();
  }

  /** Takes up work. Must not fail because the broker is away: that is for retrying. */
  protected abstract open(): Promise<void>;
  /** No delivery may arrive after this. */
  protected abstract stopTaking(): Promise<void>;
  /** Hands deliveries that no handler saw back to their queue. */
  protected abstract giveBack(untouched: readonly R[]): Promise<void>;
  /** Frees what {@link MessageServer.open} took. */
  protected abstract leave(): Promise<void>;
  /** Carries the verdicts out. A delivery that cannot be settled must come back by itself. */
  protected abstract settle(settled: readonly Settled<R>[]): Promise<void>;

  /** To be called by the transport with each delivery. */
  protected receive(received: R): void {
    try {
      const task = readTask(received, this.subscriptions);
      this.lines.get(received.queue)?.[task.subscription.transaction].push(task);
    } catch (error) {
      void this.conclude([{ received, verdict: this.verdictOn(received, { error }) }]);
    }
  }

  private async drain(): Promise<void> {
    await this.stopTaking();
    const lines = [...this.lines.values()].flatMap(({ inside, outside }) => [inside, outside]);
    const untouched = lines.flatMap((line) => line.close()).map(({ received }) => received);
    await Promise.all([this.giveBack(untouched), ...lines.map((line) => line.idle())]);
    await Promise.all(this.settling);
  }

  private linesOf(): Lines<R> {
    const { groupSize, outsideConcurrency } = this.settings;
    return {
      inside: new WorkQueue(this.concurrency.inside, groupSize, async (tasks) => {
        const results = await this.dispatcher.inside(tasks);
        await this.conclude(tasks.map(({ received }, n) => this.settledFrom(received, results[n])));
      }),
      outside: new WorkQueue(outsideConcurrency, 1, async ([task]) => {
        if (task) await this.conclude([this.settledFrom(task.received, await this.dispatcher.outside(task))]);
      }),
    };
  }

  private settledFrom(received: R, attempted: Attempted | undefined): Settled<R> {
    return { received, verdict: attempted ? this.verdictOn(received, attempted) : DONE };
  }

  private verdictOn({ type, queue, messageId, attempt, queryId }: R, { error }: Attempted): Verdict {
    if (error === undefined) return DONE;
    const verdict = judge(error, attempt, this.settings.retryDelaysMs);
    if (verdict.kind === 'done') return verdict;
    const what = `${type} in ${queue}, message ${messageId}, attempt ${String(attempt)}, query ${queryId}`;
    if (verdict.kind === 'park') this.logger.error(`Parked ${what}: ${verdict.reason}`);
    else this.logger.warn(`Will retry ${what}: ${verdict.reason}`);
    return verdict;
  }

  private async conclude(settled: readonly Settled<R>[]): Promise<void> {
    const work = this.settle(settled).catch((error: unknown) => {
      this.logger.error(`Deliveries could not be settled and will come again: ${reasonOf(error)}`);
    });
    this.settling.add(work);
    await work;
    this.settling.delete(work);
  }
}
