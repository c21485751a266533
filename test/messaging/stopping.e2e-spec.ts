/** @needs postgres rabbitmq */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiled } from './compiled.js';
import { eventually } from './eventually.js';
import { Counted, Told } from './events.js';
import { Installation, type RunningApp, type Setup } from './installation.js';

const SETUPS: Setup[] = ['rabbitmq on postgres', 'table on postgres', 'table embedded'];

/** Short, so that the lease of a dead process ends within a test. */
const LEASE = { leaseMs: 600 };

describe.each(SETUPS)('a worker that stops: %s', (setup) => {
  let installation: Installation;

  beforeEach(async () => {
    installation = await Installation.make(setup);
  }, 60_000);

  afterEach(async () => {
    await installation.remove();
  }, 60_000);

  const holdBack = async (app: RunningApp): Promise<{ begun: Promise<number>; open: () => void }> => {
    let open = (): void => undefined;
    app.behaviour.gate = new Promise((resolve) => (open = resolve));
    const begun = new Promise<number>((resolve) => (app.behaviour.begun = resolve));
    return Promise.resolve({ begun, open });
  };

  it.each([Counted, Told])(
    'waits for the handlers it has begun (%p)',
    async (Event) => {
      const first = await installation.start();
      const { begun, open } = await holdBack(first);
      await first.publish([new Event(1, 'wait')]);
      await begun;

      const closed = first.close();
      open();
      await closed;

      const second = await installation.start();
      expect(await second.count('effect')).toBe(1);
      await second.publish([new Event(2)]);
      await eventually(async () => (await second.count('effect')) === 2);
      expect(second.behaviour.attempts.map(({ n }) => n)).toEqual([2]);
    },
    60_000,
  );

  it('does not wait for ever, and what did not end is handled by the next', async () => {
    const first = await installation.start('worker', { drainDeadlineMs: 100, ...LEASE });
    const { begun } = await holdBack(first);
    await first.publish([new Told(1, 'wait')]);
    await begun;
    await first.close();

    const second = await installation.start('worker', LEASE);
    await eventually(async () => (await second.count('effect where n = 1')) === 1);
  }, 60_000);

  it('gives back what it has not begun', async () => {
    const first = await installation.start('worker', LEASE);
    await first.publish(Array.from({ length: 400 }, (_, n) => new Counted(n)));
    await eventually(async () => (await first.count('effect')) > 0);
    await first.close();

    const second = await installation.start('worker', LEASE);
    await eventually(async () => (await second.count('effect')) === 400);
    expect(await second.count('(select distinct n from effect) as one')).toBe(400);
  }, 60_000);

  it('and is killed with messages in hand: the next one finishes, nothing is done twice', async () => {
    const copy = compiled(process.cwd());
    const { database, environment } = installation;
    const child = spawn(
      process.execPath,
      [join(copy.folder, 'test/messaging/worker-process.js'), setup, database, JSON.stringify(environment), '300'],
      { cwd: copy.folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      if (/^begun \d*[49]9$/.test(line)) break;
    }
    child.kill('SIGKILL');
    await exited;
    copy.remove();

    const next = await installation.start();
    await eventually(async () => (await next.count('effect')) === 300, 45_000);
    await eventually(async () => (await next.count('outbox')) === 0);
    expect(await next.count('(select distinct n from effect) as one')).toBe(300);
  }, 90_000);
});
