import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** How easily a password is guessed. */
export interface Strength {
  /** 0 (at once) to 4 (not within a lifetime), as zxcvbn counts. */
  readonly score: number;
  /** What makes it easy, as zxcvbn names it; null when nothing in particular does. */
  readonly warning: string | null;
}

interface Answer extends Strength {
  readonly id: number;
}

interface Waiting {
  readonly resolve: (strength: Strength) => void;
  readonly reject: (error: Error) => void;
}

/** Work grows faster than length, and what is strong so far gets no weaker by what follows. */
const JUDGED_LENGTH = 64;
/** Passwords are chosen seldom, and several in a row: the dictionaries stay in memory no longer than that. */
const IDLE_MS = 30_000;
const MOST_MEMORY_MB = 128;
/** The same file before and after the build. */
const WORKER = new URL(`./password-strength.worker${extname(import.meta.filename)}`, import.meta.url);

/** Judges passwords on a thread of its own, which exists only while there is something to judge. */
@Injectable()
export class PasswordStrength implements OnModuleDestroy {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private idle: NodeJS.Timeout | undefined;
  private asked = 0;

  /** @param about words that are easily guessed because they belong to the owner */
  of(password: string, about: readonly string[]): Promise<Strength> {
    clearTimeout(this.idle);
    this.asked += 1;
    const id = this.asked;
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, password: password.slice(0, JUDGED_LENGTH), about });
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private start(): Worker {
    const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
    worker.on('message', (answer: Answer) => {
      this.answer(answer);
    });
    worker.on('error', (error: unknown) => {
      this.fail(worker, error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => {
      this.fail(worker, new Error('The judge of passwords has ended'));
    });
    return worker;
  }

  private answer({ id, score, warning }: Answer): void {
    this.waiting.get(id)?.resolve({ score, warning });
    this.waiting.delete(id);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
  }

  /** Whoever waits for a thread that is gone is told; the next one gets a new thread. */
  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  private async stop(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    if (worker) this.fail(worker, new Error('The program is ending'));
    await worker?.terminate();
  }
}
