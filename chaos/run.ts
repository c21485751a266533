import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.ts';
import type { ComponentName } from './component.ts';
import { Installation } from './installation.ts';
import { Lane, type Surroundings } from './lane.ts';
import { Ledger } from './ledger.ts';
import { Random } from './random.ts';
import { Storm, type Strikes } from './storm.ts';
import {
  type Duplicates,
  duplicatesOf,
  type FinalChange,
  finalChanges,
  leftInQueues,
  lostCalls,
  missingMails,
  notCarriedOut,
  unfinished,
} from './verdict.ts';

export interface ChaosOptions {
  /** How many times something is killed with SIGKILL; orderly stops come on top. */
  readonly kills: number;
  /** Contact changes in flight at any time. */
  readonly changes: number;
  readonly seed: number;
  readonly components: readonly ComponentName[];
  readonly report?: (sentence: string) => void;
}

/** What a run came to; `lost` and `stuck` are empty when the product keeps its promises. */
export interface ChaosResult {
  readonly seed: number;
  readonly strikes: ReadonlyMap<ComponentName, Strikes>;
  readonly changesByState: Readonly<Record<string, number>>;
  readonly acceptedCalls: number;
  readonly unknownCalls: number;
  readonly mails: number;
  readonly duplicates: Duplicates;
  readonly lost: readonly string[];
  readonly stuck: readonly string[];
  /** Processes that ended without being asked to, or did not when they were. */
  readonly faults: readonly string[];
  readonly longestStallMs: number;
  readonly slowestStopMs: number;
  readonly seconds: number;
}

/** So many changes a second at most, whatever the number in flight: people think, and the machine is to keep up. */
const CHANGES_PER_SECOND = 12;
const ACTS_PER_CHANGE = 3;
/** After the last kill everything has to come to its end within this time. */
const QUIET_WITHIN_MS = 240_000;
const LOOK_AGAIN_MS = 200;

const thinkMsFor = (changes: number): number => Math.round((2_000 * changes) / CHANGES_PER_SECOND / ACTS_PER_CHANGE);

/** Starts an installation, has it used and killed at the same time, and looks what is left. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const begun = performance.now();
  const report = options.report ?? ((): void => undefined);
  await using installation = await Installation.start(options.changes);
  report(`${String(options.changes)} changes in flight, ${String(options.kills)} kills, seed ${String(options.seed)}`);
  const use = new Use(installation, options);
  const storm = new Storm(installation, options.components, new Random(options.seed));
  await storm.rage(options.kills, report);
  report('Everything is up again; waiting for quiet');
  const late = await use.end();
  const left = await quiet(installation);
  // A message that a worker has in hand is in no queue: it comes back when the worker ends.
  await Promise.all(installation.programs.map((program) => program.strike('SIGTERM')));
  const changes = await finalChanges(installation.databaseUrl);
  return {
    seed: options.seed,
    strikes: storm.record.strikes,
    changesByState: countByState(changes),
    acceptedCalls: use.ledger.accepted.length,
    unknownCalls: use.ledger.unknown,
    mails: installation.mails.mails.length,
    duplicates: duplicatesOf(installation.mails.mails, storm.record),
    lost: [
      ...lostCalls(use.ledger, changes),
      ...(await notCarriedOut(installation.databaseUrl, changes, use.lanes)),
      ...missingMails(installation, changes),
      ...installation.mails.unknown.map((subject) => `unknown mail "${subject}"`),
    ],
    stuck: [...late, ...left, ...(await leftInQueues(installation.amqpUrl))],
    faults: installation.programs.flatMap(({ faults }) => faults),
    longestStallMs: use.ledger.longestStallMs,
    slowestStopMs: Math.max(...installation.programs.map(({ slowestStopMs }) => slowestStopMs)),
    seconds: (performance.now() - begun) / 1_000,
  };
}

function countByState(changes: readonly FinalChange[]): Record<string, number> {
  const groups = Map.groupBy(changes, ({ state }) => state);
  return Object.fromEntries([...groups].map(([state, { length }]) => [state, length]));
}

/** The clients of a run. */
class Use {
  readonly ledger = new Ledger();
  readonly lanes: readonly Lane[];
  readonly #closing = new AbortController();
  readonly #deadline = new AbortController();
  readonly #running: Promise<readonly string[]>;

  constructor(installation: Installation, { changes, seed }: ChaosOptions) {
    const surroundings: Surroundings = {
      people: installation.people,
      mails: installation.mails,
      ledger: this.ledger,
      closing: this.#closing.signal,
      deadline: this.#deadline.signal,
      thinkMs: thinkMsFor(changes),
    };
    this.lanes = installation.services.map((service, n) => {
      const random = new Random(seed * 1_000 + n);
      return new Lane(
        service,
        new Client(installation.apiUrls, this.ledger, random, this.#deadline.signal),
        random,
        surroundings,
      );
    });
    this.#running = Promise.all(this.lanes.map((lane) => this.#run(lane))).then((faults) => faults.flat());
  }

  /**
   * Lets every lane bring its change to an end.
   *
   * @returns a sentence for each that could not
   */
  async end(): Promise<readonly string[]> {
    this.#closing.abort();
    const deadline = setTimeout(() => {
      this.#deadline.abort(new Error('it did not come to its end in time'));
    }, QUIET_WITHIN_MS);
    const faults = await this.#running;
    clearTimeout(deadline);
    return faults;
  }

  async #run(lane: Lane): Promise<string[]> {
    try {
      await lane.run();
      return [];
    } catch (error) {
      return [`${lane.service.name}, change ${String(lane.current)}: ${(error as Error).message}`];
    }
  }
}

/** Resolves when nothing is left to do, or with what is left when the deadline passes. */
async function quiet({ databaseUrl, mails, people, programs }: Installation): Promise<string[]> {
  const deadline = performance.now() + QUIET_WITHIN_MS;
  for (;;) {
    const left = await unfinished(databaseUrl);
    const missing = missingMails({ mails, people }, await finalChanges(databaseUrl));
    if (left.length === 0 && missing.length === 0) return [];
    if (performance.now() > deadline || programs.some(({ isUp }) => !isUp)) return left;
    await pause(LOOK_AGAIN_MS);
  }
}
