import 'reflect-metadata';
import { Counted } from './events.js';
import { Installation, type Setup } from './installation.js';

const [setup, database, environment, count] = process.argv.slice(2);

/** Publishes `count` events, handles some, then sits on the ones that say "wait" until it is killed. */
const installation = Installation.at(
  setup as Setup,
  database ?? '',
  JSON.parse(environment ?? '') as Record<string, string>,
);
const running = await installation.start('worker', { leaseMs: 1_000 });
running.behaviour.gate = new Promise(() => undefined);
running.behaviour.begun = (n) => process.stdout.write(`begun ${String(n)}\n`);
await running.publish(
  Array.from({ length: Number(count) }, (_, n) => (n % 50 === 49 ? new Counted(n, 'wait') : new Counted(n))),
);
