import { freePorts } from '../../tools/services/ports.ts';
import type { Accepted } from '../processes/smtp-receiver.ts';
import type { Running, Stage } from '../stage.ts';

/** The SMTP server of a run, and what it has taken. */
export class Receiver {
  readonly port: number;
  /** Moments (monotonic milliseconds) at which mails were taken, by query id. */
  readonly accepted = new Map<string, number[]>();
  #count = 0;
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  private constructor(process: Running, port: number) {
    this.port = port;
    process.child.on('message', ({ accepted }: { accepted: readonly Accepted[] }) => {
      for (const [queryId, atMs] of accepted) this.#take(queryId, atMs);
    });
  }

  static async start(stage: Stage): Promise<Receiver> {
    const [port = 0] = await freePorts(1);
    return new Receiver(await stage.tool('smtp-receiver.ts', [String(port)]), port);
  }

  get url(): string {
    return `smtp://127.0.0.1:${String(this.port)}`;
  }

  forget(): void {
    this.accepted.clear();
    this.#count = 0;
  }

  /** Resolves when so many mails were taken since {@link Receiver.forget}. */
  async taken(count: number, withinMs: number): Promise<void> {
    if (this.#count >= count) return;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`Only ${String(this.#count)} of ${String(count)} mails came in time`));
      }, withinMs);
      this.#waiting = {
        count,
        resolve: () => {
          clearTimeout(late);
          resolve();
        },
      };
    });
  }

  /** Moment of the last mail. */
  get lastAt(): number {
    return Math.max(...[...this.accepted.values()].flat());
  }

  #take(queryId: string, atMs: number): void {
    this.accepted.set(queryId, [...(this.accepted.get(queryId) ?? []), atMs]);
    this.#count += 1;
    if (this.#waiting && this.#count >= this.#waiting.count) this.#waiting.resolve();
  }
}
