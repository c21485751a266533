import { setTimeout as pause } from 'node:timers/promises';
import { withDatabase } from '../test/factories/insert.ts';
import type { Component, ComponentName } from './component.ts';
import type { Installation } from './installation.ts';
import type { Random } from './random.ts';

/** Between two strikes, and between the end of a component and its return. */
const CALM_MS = { least: 200, most: 2_500 };
const DOWN_MS = { least: 0, most: 800 };
/** One strike of so many is an orderly stop. */
const STOPS_SHARE = 0.2;

const HANDLED = `select message_id::text as id from inbox where message_id = any ($1::uuid[])`;

export interface Strikes {
  killed: number;
  stopped: number;
}

/** What was done to the installation, and what was seen while it was done. */
export interface StormRecord {
  readonly strikes: Map<ComponentName, Strikes>;
  /** Mails that a worker had handed over, but not yet noted as sent, when it was killed: outbox ids by run. */
  readonly inWindow: Map<string, ReadonlySet<string>>;
  /** Runs of workers that were killed, in contrast to those that were asked to stop. */
  readonly killedRuns: Set<string>;
}

/** Kills what it is given, at random moments, until so many were killed with SIGKILL; all is up again at the end. */
export class Storm {
  readonly record: StormRecord = { strikes: new Map(), inWindow: new Map(), killedRuns: new Set() };
  readonly #installation: Installation;
  readonly #victims: readonly Component[];
  readonly #random: Random;
  readonly #returning = new Set<Promise<void>>();

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
    const up = this.#victims.filter(({ isUp }) => isUp);
    if (up.length === 0) return undefined;
    const name = this.#random.pick([...new Set(up.map((one) => one.name))]);
    return this.#random.pick(up.filter((one) => one.name === name));
  }

  /** The next strike need not wait until this one is over. */
  async #begin(victim: Component, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const strikes = this.record.strikes.get(victim.name);
    if (strikes) strikes[signal === 'SIGKILL' ? 'killed' : 'stopped'] += 1;
    if (signal === 'SIGKILL' && victim.name === 'worker') await this.#lookInto(victim);
    const downMs = this.#random.between(DOWN_MS.least, DOWN_MS.most);
    const returning = victim
      .strike(signal)
      .then(() => pause(downMs))
      .then(() => victim.revive())
      .finally(() => this.#returning.delete(returning));
    this.#returning.add(returning);
  }

  /** The worker stands still while we look which of its mails have arrived but are not noted as sent. */
  async #lookInto(worker: Component): Promise<void> {
    const { run } = worker;
    worker.freeze();
    this.record.killedRuns.add(run);
    const sent = this.#installation.mails.mails.filter((mail) => mail.run === run).map(({ outboxId }) => outboxId);
    const handled = await withDatabase(this.#installation.databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(HANDLED, [sent]);
      return new Set(rows.map(({ id }) => id));
    }).catch(() => new Set<string>());
    this.record.inWindow.set(run, new Set(sent.filter((id) => !handled.has(id))));
  }
}
