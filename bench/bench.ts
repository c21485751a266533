/**
 * Speed and memory of the product against baselines, in one run on one machine.
 *
 *   npm run bench                       everything
 *   npm run bench -- reads mails        these parts
 *   npm run bench -- --quick            shorter, with fewer rows: to see that it works, not to quote
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { events } from './measures/events.ts';
import { changes, mails } from './measures/mails-and-changes.ts';
import { memory } from './measures/memory.ts';
import { pages } from './measures/pages.ts';
import { reads, writes } from './measures/reads-and-writes.ts';
import { FULL, type Plan, QUICK } from './measures/plan.ts';
import { type Line, lineOf, type Measure, tableOf } from './report.ts';
import { Stage } from './stage.ts';

const PARTS: Readonly<Record<string, (stage: Stage, plan: Plan) => Promise<Measure[]>>> = {
  reads,
  writes,
  events,
  mails,
  changes,
  pages,
  memory,
};

async function machineOf(stage: Stage): Promise<Record<string, string | number>> {
  const { rows } = await stage.client.query<{ server_version: string }>('show server_version');
  return {
    at: new Date().toISOString(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
  };
}

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

async function main(args: readonly string[]): Promise<void> {
  const plan = args.includes('--quick') ? QUICK : FULL;
  const wanted = args.filter((arg) => arg !== '--quick');
  const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    say(`There is no part ${unknown.join(', ')}: choose from ${Object.keys(PARTS).join(', ')}`);
    process.exitCode = 1;
    return;
  }
  const names = wanted.length > 0 ? wanted : Object.keys(PARTS);
  await using stage = await Stage.open(say);
  const machine = await machineOf(stage);
  const lines: Line[] = [];
  for (const name of names) {
    say(`Measuring ${name} …`);
    const measures = (await PARTS[name]?.(stage, plan)) ?? [];
    lines.push(...measures.map(lineOf));
  }
  process.stdout.write(`${tableOf(lines)}\n`);
  const results = join(import.meta.dirname, 'results.json');
  writeFileSync(results, `${JSON.stringify({ machine, plan, lines }, undefined, 2)}\n`);
  if (lines.some(({ ok }) => ok === false)) process.exitCode = 1;
}

await main(process.argv.slice(2));
