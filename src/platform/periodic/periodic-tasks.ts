import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { newQueryId } from '../http/query-id.js';
import { runInCall } from '../context/call-context.js';

interface Task {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

/** Work that the clock starts. Modules add their tasks; only a worker runs them, and any number of workers may. */
@Injectable()
export class PeriodicTasks implements BeforeApplicationShutdown {
  private readonly logger = new Logger(PeriodicTasks.name);
  private readonly tasks: Task[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();

  /** @param run must bear being run by several workers at once */
  add(name: string, everyMs: number, run: () => Promise<void>): void {
    this.tasks.push({ name, everyMs, run });
  }

  start(): void {
    for (const task of this.tasks) this.timers.add(setInterval(() => void this.once(task), task.everyMs).unref());
  }

  /** Lets what has begun come to its end. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }

  private async once({ name, run }: Task): Promise<void> {
    const round = runInCall({ queryId: newQueryId() }, run).catch((error: unknown) => {
      this.logger.error({ msg: `${name} failed; the next round tries again`, err: error });
    });
    this.running.add(round);
    await round;
    this.running.delete(round);
  }
}
