import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { isObservable, lastValueFrom } from 'rxjs';
import { runInCall } from '../context/call-context.js';
import { ProcessLocks } from '../database/process-locks.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Inbox } from './inbox.js';
import type { Task } from './received.js';

/** What one task came to: nothing, when all went well. */
export interface Attempted {
  readonly error?: unknown;
}

const WELL: Attempted = {};

async function call({ received, event, subscription }: Task): Promise<void> {
  const { messageId, attempt, queryId } = received;
  await runInCall({ queryId }, async () => {
    const result = await subscription.handler(event, { messageId, attempt, queryId });
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  });
}

/** Runs handlers so that a message which arrives twice has its effects once. */
@Injectable()
export class Dispatcher {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly inbox: Inbox,
    private readonly locks: ProcessLocks,
  ) {}

  /**
   * Handles messages of one queue whose handlers want a transaction. They share one, which saves most of the cost of a
   * small handler; when any of them fails all are rolled back and each is tried in a transaction of its own.
   *
   * @returns one result per task, in their order; never throws
   */
  async inside(tasks: readonly Task[]): Promise<Attempted[]> {
    const whole = await this.attempt(() => this.inOneTransaction(tasks));
    if (whole.error === undefined || tasks.length === 1) return tasks.map(() => whole);
    const results: Attempted[] = [];
    for (const task of tasks) results.push(await this.attempt(() => this.inOneTransaction([task])));
    return results;
  }

  /** Handles one message whose handler talks to the outside world; no transaction is open while it does. */
  async outside(task: Task): Promise<Attempted> {
    const { queue, messageId } = task.received;
    return this.attempt(() =>
      this.alone(`${queue} ${messageId}`, async () => {
        if (await this.inbox.has(queue, messageId)) return;
        await call(task);
        await this.inbox.note(queue, messageId);
      }),
    );
  }

  /**
   * A relay that dies between a confirm and its commit leaves its event published twice, and both copies are delivered
   * at the same time: with no inbox row yet, each would be handled. The second is tried again a moment later.
   */
  private async alone(name: string, work: () => Promise<void>): Promise<void> {
    if (!(await this.locks.take(name))) throw new Error('a copy of this message is being handled');
    try {
      await work();
    } finally {
      this.locks.release(name);
    }
  }

  private async inOneTransaction(tasks: readonly Task[]): Promise<void> {
    const [first] = tasks;
    if (!first) return;
    const ids = tasks.map(({ received }) => received.messageId);
    await this.unitOfWork.run(async () => {
      const fresh = await this.inbox.claim(first.received.queue, ids);
      for (const task of tasks) {
        // A message may be in the group twice; the first one takes it.
        if (!fresh.delete(task.received.messageId)) continue;
        await call(task);
        await this.em.flush();
        this.em.clear(); // the next handler reads what the database says, as if it were alone
      }
    });
  }

  private async attempt(work: () => Promise<void>): Promise<Attempted> {
    try {
      await work();
      return WELL;
    } catch (error) {
      return { error: error ?? new Error('a handler failed without saying why') };
    }
  }
}
