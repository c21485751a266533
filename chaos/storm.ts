import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../tools/services/until.ts';
import { withDatabase } from '../test/factories/insert.ts';
import type { Component, ComponentName } from './component.ts';
import type { Installation } from './installation.ts';
import type { Random } from './random.ts';

/** Between two strikes, and between the end of a component and its return. */
const CALM_MS = { least: 200, most: 2_500 };
const DOWN_MS = { least: 0, most: 800 };
/** One strike of so many is an orderly stop. */
const STOPS_SHARE = 0.2;

const LOOK_WITHIN_MS = 60_000;

const HANDLED = `select message_id::text as id from inbox where message_id = any ($1::uuid[])`;

export interface Strikes {
  killed: number;
  stopped: number;
}

/** What was done to the installation, and what was seen while it was done. */
export interface StormRecord {
  readonly strikes: Map<ComponentName, Strikes>;
  /** What was on its way when a worker was killed, by run of that worker. */
  readonly looks: Map<string, Look>;
}

export interface Look {
  /** Mails that it had handed over, but not yet noted as sent: their outbox ids. */
  readonly notNoted: readonly string[];
  /** How many mails had arrived in all: what comes from this run later was on its way. */
  readonly arrived: number;
}

/** Kills what it is given, at random moments, until so many were killed with SIGKILL; all is up again at the end. */
export class Storm {
  readonly record: StormRecord = { strikes: new Map(), looks: new Map() };
  readonly #installation: Installation;
  readonly #victims: readonly Component[];
  readonly #random: Random;
  readonly #returning = new Set<Promise<void>>();
  /** What was down is left alone for as long: between the strikes there is to be something to strike. */
  readonly #restsUntil = new Map<Component, number>();

  constructor(installation: Installation, names: readonly ComponentName[], random: Random) {
    this.#installation = installation;
    this.#victims = installation.components.filter(({ name }) => names.includes(name));
    this.#random = random;
    for (const name of names) this.record.strikes.set(name, { killed: 0, stopped: 0 });
  }

  /** @param report is told of every strike */
  async rage(kills: number, report: (sentence: string) => void): Promise<void> {
    let killed = 0;
    while (killed < kills) {
      await pause(this.#random.between(CALM_MS.least, CALM_MS.most));
      const victim = this.#victim();
      if (!victim) continue;
      const signal = this.#random.chance(STOPS_SHARE) ? 'SIGTERM' : 'SIGKILL';
      if (signal === 'SIGKILL') killed += 1;
      report(`${signal} ${victim.run} (${String(killed)} of ${String(kills)} kills)`);
      await this.#begin(victim, signal);
    }
    await Promise.all(this.#returning);
  }

  /** Every kind of component is as likely, however many processes it has and however long it takes to return. */
  #victim(): Component | undefined {
    const now = performance.now();
    const up = this.#victims.filter((one) => one.isUp && now >= (this.#restsUntil.get(one) ?? 0));
    if (up.length === 0) return undefined;
    const name = this.#random.pick([...new Set(up.map((one) => one.name))]);
    return this.#random.pick(up.filter((one) => one.name === name));
  }

  /** The next strike need not wait until this one is over. */
  async #begin(victim: Component, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const strikes = this.record.strikes.get(victim.name);
    if (strikes) strikes[signal === 'SIGKILL' ? 'killed' : 'stopped'] += 1;
    if (signal === 'SIGKILL' && victim.name === 'worker') await this.#lookInto(victim);
    const returning = this.#strike(victim, signal).finally(() => this.#returning.delete(returning));
    this.#returning.add(returning);
  }

  async #strike(victim: Component, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const struck = performance.now();
    await victim.strike(signal);
    await pause(this.#random.between(DOWN_MS.least, DOWN_MS.most));
    await victim.revive();
    this.#restsUntil.set(victim, 2 * performance.now() - struck);
  }

  /** The worker stands still while we look which of its mails have arrived but are not noted as sent. */
  async #lookInto(worker: Component): Promise<void> {
    const { run } = worker;
    worker.freeze();
    const { mails } = this.#installation.mails;
    const arrived = mails.length;
    const sent = mails.filter((mail) => mail.run === run).map(({ outboxId }) => outboxId);
    // The database may be down as well; the worker stands still until it has been asked.
    const handled = await until(() => this.#handled(sent).catch(() => undefined), {
      what: 'the database tells which mails are noted as sent',
      withinMs: LOOK_WITHIN_MS,
    });
    this.record.looks.set(run, { notNoted: sent.filter((id) => !handled.has(id)), arrived });
  }

  #handled(outboxIds: readonly string[]): Promise<ReadonlySet<string>> {
    return withDatabase(this.#installation.databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(HANDLED, [outboxIds]);
      return new Set(rows.map(({ id }) => id));
    });
  }
}
