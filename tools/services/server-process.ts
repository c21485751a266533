import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Account } from './account.ts';
import { codeOf } from './reason.ts';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly account: Account | undefined;
  /** Where its output goes. */
  readonly logFile: string;
}

const running = new Set<ServerProcess>();

/** A run that ends before it could stop its servers takes them along; their folders go with the next run's sweep. */
process.on('exit', () => {
  for (const server of running) server.signal('SIGKILL');
});

/** One run of a server program of ours, in a process group of its own. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.#logFile = logFile;
  }

  static start(command: ServerCommand): ServerProcess {
    const log = openSync(command.logFile, 'a');
    try {
      const child = spawn(command.program, command.args, {
        ...command.account,
        env: command.env,
        cwd: command.cwd,
        detached: true,
        stdio: ['ignore', log, log],
      });
      // A program that cannot be started shows in `hasEnded`, like one that ended at once.
      child.on('error', () => undefined);
      const server = new ServerProcess(child, command.logFile);
      running.add(server);
      return server;
    } finally {
      closeSync(log);
    }
  }

  /** -1 when the program could not be started. */
  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The last lines of its output, for the sentence of an error. */
  get lastWords(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  /** Signals the process and its group, and resolves when the process has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.signal(signal);
    await ended;
  }

  /** Signals the whole group; a group that has ended already is no error. */
  signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
  }

  /** Ends the process, by force when it takes longer than `withinMs`. */
  async stop(signal: NodeJS.Signals, withinMs: number): Promise<void> {
    const force = setTimeout(() => {
      this.signal('SIGKILL');
    }, withinMs);
    try {
      await this.end(signal);
    } finally {
      clearTimeout(force);
    }
    this.signal('SIGKILL');
    running.delete(this);
  }
}
