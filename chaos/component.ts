import type { PrivateServer } from '../tools/services/private-server.ts';
import { ProgramProcess } from '../test/helpers/processes.ts';

export const COMPONENTS = ['api', 'worker', 'rabbitmq', 'postgres'] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** Something that can be killed and comes back. */
export interface Component {
  readonly name: ComponentName;
  /** Whether it does its work, as far as can be seen from outside. */
  readonly isUp: boolean;
  /** Names this run among all runs of the component. */
  readonly run: string;
  /** Freezes it as it is. */
  freeze(): void;
  /** Ends it; resolves when it has ended. */
  strike(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again; resolves when it is up. */
  revive(): Promise<void>;
}

export interface ProgramPlace {
  readonly name: 'api' | 'worker';
  readonly index: number;
  /** Environment of a run of this name. */
  readonly env: (run: string) => Readonly<Record<string, string>>;
  /** Where an api answers. */
  readonly url?: string;
  /**
   * The present run of the database; undefined while it is down. No program starts without it: when it goes meanwhile,
   * starting is tried again, as a supervisor does.
   */
  readonly databaseRun: () => string | undefined;
}

/** What a worker writes when its consumers are declared. */
const WORKS = 'microservice successfully started';

/** An api or worker process. One that ends without having been asked to is a fault of the product. */
export class ProgramComponent implements Component {
  readonly name: 'api' | 'worker';
  /** Last words of runs that ended by themselves, or not as they should. */
  readonly faults: string[] = [];
  /** Longest time from SIGTERM to the end, in milliseconds. */
  slowestStopMs = 0;
  isUp = false;
  readonly #place: ProgramPlace;
  #runs = 0;
  #struck = false;
  #isStarting = false;
  #program: ProgramProcess | undefined;

  constructor(place: ProgramPlace) {
    this.#place = place;
    this.name = place.name;
  }

  get run(): string {
    return `${this.name}-${String(this.#place.index)}-run-${String(this.#runs)}`;
  }

  freeze(): void {
    this.#program?.signal('SIGSTOP');
  }

  async revive(): Promise<void> {
    for (;;) {
      const databaseRun = this.#place.databaseRun();
      try {
        await this.#start();
        return;
      } catch (error) {
        if (databaseRun !== undefined && databaseRun === this.#place.databaseRun()) throw error;
        await this.strike('SIGKILL');
      }
    }
  }

  async strike(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#struck = true;
    this.isUp = false;
    if (signal === 'SIGKILL') await this.#program?.kill(signal);
    else await this.#stop();
  }

  async #start(): Promise<void> {
    this.#runs += 1;
    this.#struck = false;
    this.#isStarting = true;
    const { run } = this;
    const program = ProgramProcess.start(this.name, this.#place.env(run));
    this.#program = program;
    void program.end().then(({ code, signal }) => {
      this.isUp = false;
      // One that ends while it starts is the caller's to judge.
      if (!this.#struck && !this.#isStarting)
        this.faults.push(`${run} ended with ${String(code ?? signal)}: ${tail(program.output)}`);
    });
    const { url } = this.#place;
    if (url === undefined)
      await program.until(() => Promise.resolve(program.output.includes(WORKS)), 'it took up work');
    else await program.untilReady(url);
    this.#isStarting = false;
    this.isUp = true;
  }

  async #stop(): Promise<void> {
    const begun = performance.now();
    try {
      await this.#program?.stop();
    } catch (error) {
      this.faults.push(`${this.run}: ${tail((error as Error).message)}`);
    }
    this.slowestStopMs = Math.max(this.slowestStopMs, performance.now() - begun);
  }
}

/** A private server. */
export class ServerComponent implements Component {
  readonly name: ComponentName;
  isUp = true;
  readonly #server: PrivateServer;
  #runs = 1;

  constructor(name: ComponentName, server: PrivateServer) {
    this.name = name;
    this.#server = server;
  }

  get run(): string {
    return `${this.name}-run-${String(this.#runs)}`;
  }

  freeze(): void {
    process.kill(this.#server.pid, 'SIGSTOP');
  }

  async strike(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.isUp = false;
    // SIGINT is PostgreSQL's way to end its sessions first; SIGTERM would wait for them for ever.
    await this.#server.kill(signal === 'SIGTERM' && this.name === 'postgres' ? 'SIGINT' : signal);
  }

  async revive(): Promise<void> {
    await this.#server.restart();
    this.#runs += 1;
    this.isUp = true;
  }
}

const tail = (text: string): string => text.trimEnd().split('\n').slice(-15).join('\n').slice(-4_000);
