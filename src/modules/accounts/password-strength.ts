import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** How easily a password is guessed. */
export interface Strength {
  /** 0 (at once) to 4 (not within a lifetime), as zxcvbn counts. */
  readonly score: number;
  /** What makes it easy, as zxcvbn names it; null when nothing in particular does. */
  readonly warning: string | null;
}

/** What the process is asked. */
export interface Question {
  readonly id: number;
  readonly password: string;
  readonly about: readonly string[];
}

/** What it answers. */
export interface Answer extends Strength {
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
const PROGRAM = new URL(`./password-strength.process${extname(import.meta.filename)}`, import.meta.url);

/** Judges passwords in a process of its own, which exists only while there is something to judge. */
@Injectable()
export class PasswordStrength implements OnModuleDestroy {
  private judge: ChildProcess | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private idle: NodeJS.Timeout | undefined;
  private asked = 0;

  /** @param about words that are easily guessed because they belong to the owner */
  of(password: string, about: readonly string[]): Promise<Strength> {
    clearTimeout(this.idle);
    this.asked += 1;
    const id = this.asked;
    const judge = (this.judge ??= this.start());
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      judge.send({ id, password: password.slice(0, JUDGED_LENGTH), about } satisfies Question);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private start(): ChildProcess {
    // No variable of ours is its business.
    const judge = fork(PROGRAM, { env: {}, execArgv: [`--max-old-space-size=${String(MOST_MEMORY_MB)}`] });
    judge.on('message', (answer) => {
      this.answer(answer as Answer);
    });
    judge.on('error', (error) => {
      this.fail(judge, error);
    });
    judge.on('exit', () => {
      this.fail(judge, new Error('The judge of passwords has ended'));
    });
    return judge;
  }

  private answer({ id, score, warning }: Answer): void {
    this.waiting.get(id)?.resolve({ score, warning });
    this.waiting.delete(id);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
  }

  /** Whoever waits for a process that is gone is told; the next one gets a new process. */
  private fail(judge: ChildProcess, error: Error): void {
    if (this.judge !== judge) return;
    this.judge = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  private async stop(): Promise<void> {
    clearTimeout(this.idle);
    const { judge } = this;
    if (!judge) return;
    this.fail(judge, new Error('The program is ending'));
    const ended = once(judge, 'exit');
    judge.kill();
    await ended;
  }
}
