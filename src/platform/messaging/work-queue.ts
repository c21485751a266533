const FIRST_GROUP = 5;

/** A group should be through in about this time: a slow handler must not keep a transaction open for fifty. */
const GROUP_BUDGET_MS = 100;

/** A process-local line of work: so many groups at a time, each as large as what is waiting and as its budget allows. */
export class WorkQueue<T> {
  private readonly waiting: T[] = [];
  private readonly running = new Set<Promise<void>>();
  private size: number;
  private closed = false;

  /** @param work must not throw */
  constructor(
    private readonly concurrency: number,
    private readonly largestGroup: number,
    private readonly work: (group: T[]) => Promise<void>,
  ) {
    this.size = Math.min(FIRST_GROUP, largestGroup);
  }

  push(item: T): void {
    this.waiting.push(item);
    // Deliveries arrive in bursts within one turn of the event loop: starting a turn later lets them form groups.
    if (this.running.size < this.concurrency) setImmediate(this.start);
  }

  /** Takes back what was not begun; what was begun goes on, see {@link WorkQueue.idle}. */
  close(): T[] {
    this.closed = true;
    return this.waiting.splice(0);
  }

  /** Resolves when nothing is running. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private readonly start = (): void => {
    while (!this.closed && this.waiting.length > 0 && this.running.size < this.concurrency) {
      const run = this.run(this.waiting.splice(0, this.size)).finally(() => {
        this.running.delete(run);
        this.start();
      });
      this.running.add(run);
    }
  };

  private async run(group: T[]): Promise<void> {
    const begun = performance.now();
    await this.work(group);
    const perItemMs = (performance.now() - begun) / group.length;
    this.size = Math.min(this.largestGroup, Math.max(1, Math.floor(GROUP_BUDGET_MS / perItemMs)));
  }
}
