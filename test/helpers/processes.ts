import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const LOOK_AGAIN_MS = 20;
/** On a busy machine, starting takes seconds. */
const READY_WITHIN_MS = 60_000;
/** A process that was asked to end and does not within this time is ended by force, and the test fails. */
const END_WITHIN_MS = 30_000;

/** Entry points of the built program, as the npm scripts start them. */
export type Entry = 'api' | 'worker' | 'migrate' | 'main';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<ChildProcess>();

/** A run that ends before it could stop its processes takes them along. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One run of the built program, as a child process whose output is kept. */
export class ProgramProcess {
  readonly entry: Entry;
  private readonly child: ChildProcess;
  private readonly ended: Promise<Ended>;
  private readonly chunks: Buffer[] = [];

  private constructor(entry: Entry, child: ChildProcess) {
    this.entry = entry;
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.chunks.push(chunk);
      });
    running.add(child);
    // `close` comes after the last output, `exit` before it.
    this.ended = once(child, 'close').then(() => {
      running.delete(child);
      return { code: child.exitCode, signal: child.signalCode };
    });
  }

  /** @param env the whole environment of the program but PATH: nothing of ours leaks into it */
  static start(entry: Entry, env: Readonly<Record<string, string>>): ProgramProcess {
    const child = spawn(process.execPath, [join(ROOT, 'dist', `${entry}.js`)], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ProgramProcess(entry, child);
  }

  /** Runs it to its end; throws with its output unless that is 0. */
  static async run(entry: Entry, env: Readonly<Record<string, string>>): Promise<string> {
    const program = ProgramProcess.start(entry, env);
    const { code } = await program.end();
    if (code !== 0) throw new Error(`${entry} ended with ${String(code)}:\n${program.output}`);
    return program.output;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Standard output and standard error so far. */
  get output(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  /** Resolves when the process has ended by itself. */
  end(): Promise<Ended> {
    return this.ended;
  }

  /** Sends a signal that need not end it. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends the signal and resolves when the process has ended. */
  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  /** The orderly end that an operator asks for; throws when it does not come in time. */
  async stop(): Promise<Ended> {
    const force = setTimeout(() => this.child.kill('SIGKILL'), END_WITHIN_MS);
    const ended = await this.kill('SIGTERM');
    clearTimeout(force);
    if (ended.signal === 'SIGKILL')
      throw new Error(`${this.entry} did not stop within ${String(END_WITHIN_MS)} ms:\n${this.output}`);
    return ended;
  }

  /** Resolves when `look` says so; throws with the output when the process ends first, or the deadline passes. */
  async until(look: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!this.hasEnded && Date.now() < deadline) {
      if (await look()) return;
      await pause(LOOK_AGAIN_MS);
    }
    throw new Error(
      `${this.entry} ${this.hasEnded ? 'ended before' : 'was given up waiting until'} ${what}:\n${this.output}`,
    );
  }

  /** Resolves when it answers that it can serve. */
  untilReady(url: string): Promise<void> {
    return this.until(async () => {
      const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
      await answer?.arrayBuffer();
      return answer?.ok === true;
    }, `it was ready at ${url}`);
  }
}
