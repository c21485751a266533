/**
 * `npm run chaos -- [--kills N] [--changes M] [--seed S] [--components api,worker,rabbitmq,postgres]`
 *
 * Kill test: contact changes in flight on private servers while processes are killed at random moments. Ends with a
 * table, and with 1 when anything that was accepted is lost, stuck, or mailed twice without a cause.
 */
import { parseArgs } from 'node:util';
import { ensureServices } from '../tools/services/services.ts';
import { type ComponentName, COMPONENTS } from './component.ts';
import { type ChaosOptions, runChaos } from './run.ts';
import { isClean, tableOf } from './table.ts';

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number from 1`);
}

function componentsIn(text: string): ComponentName[] {
  return text.split(',').map((word) => {
    const name = COMPONENTS.find((known) => known === word);
    if (name === undefined) throw new Error(`--components takes ${COMPONENTS.join(', ')}, not "${word}"`);
    return name;
  });
}

function optionsFrom(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '60' },
      changes: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      components: { type: 'string', default: 'api,worker,rabbitmq' },
    },
  });
  return {
    kills: whole('kills', values.kills),
    changes: whole('changes', values.changes),
    seed: whole('seed', values.seed),
    components: componentsIn(values.components),
    report: say,
  };
}

try {
  const options = optionsFrom(process.argv.slice(2));
  // Finding them installs Debian's packages where that is allowed: the private servers are started from the same.
  const services = await ensureServices(['postgres', 'rabbitmq'], { report: say });
  await services.stop();
  const result = await runChaos(options);
  say(`\n${tableOf(result)}`);
  process.exitCode = isClean(result) ? 0 : 1;
} catch (error) {
  say((error as Error).stack ?? String(error));
  process.exitCode = 1;
}
