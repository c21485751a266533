/** @needs postgres rabbitmq */
import { runMessagesCommand } from '../../src/platform/messaging/parked/messages-command.js';
import { Outbox } from '../../src/platform/messaging/outbox.js';
import { eventually } from './eventually.js';
import { Counted, Told } from './events.js';
import { Installation } from './installation.js';

describe('the outbox', () => {
  let installation: Installation;

  beforeEach(async () => {
    installation = await Installation.make('table on postgres');
  }, 30_000);

  afterEach(async () => {
    await installation.remove();
  }, 30_000);

  it('takes no event without a unit of work', async () => {
    const app = await installation.start('api');

    expect(() => {
      app.app.get(Outbox).add(new Counted(1));
    }).toThrow('test.counted needs a unit of work around it');
  });

  it('keeps what was committed while no worker ran, in the order it happened', async () => {
    const api = await installation.start('api');
    for (const n of [1, 2, 3]) await api.publish([new Counted(n)]);
    expect((await api.rows('select payload from outbox order by id')).map((row) => row)).toEqual([
      { payload: { n: 1 } },
      { payload: { n: 2 } },
      { payload: { n: 3 } },
    ]);

    const worker = await installation.start();
    await eventually(async () => (await worker.count('effect')) === 3);
  });
});

describe('the inbox', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make('table on postgres');
  }, 30_000);

  afterAll(async () => {
    await installation.remove();
  }, 30_000);

  it('forgets what is older than it was told to remember', async () => {
    const app = await installation.start('api');
    await app.rows(
      `insert into inbox select 'counting', gen_random_uuid(), now() - interval '15 days' from generate_series(1, 12000)`,
    );
    await app.rows(
      `insert into inbox select 'counting', gen_random_uuid(), now() - interval '13 days' from generate_series(1, 10)`,
    );

    const worker = await installation.start();
    await eventually(async () => (await worker.count('inbox')) === 10);
  }, 30_000);
});

describe('a lease', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make('table on postgres');
  }, 30_000);

  afterAll(async () => {
    await installation.remove();
  }, 30_000);

  it('is renewed while a handler takes longer than it', async () => {
    const settings = { leaseMs: 150 };
    const workers = [await installation.start('worker', settings), await installation.start('worker', settings)];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    for (const { behaviour } of workers) behaviour.gate = gate;
    const [first] = workers;
    await first?.publish([new Told(1, 'wait')]);
    const leases = new Set<string>();
    // Five leases long: without renewal the other worker would have taken it by now.
    await eventually(async () => {
      for (const { run_at } of (await first?.rows<{ run_at: string }>('select run_at from delivery')) ?? [])
        leases.add(run_at);
      return leases.size >= 15;
    });
    open();

    await eventually(async () => (await first?.count('delivery')) === 0);
    expect(workers.flatMap(({ behaviour }) => behaviour.attempts)).toHaveLength(1);
  }, 30_000);
});

describe.each(['rabbitmq on postgres', 'table on postgres'] as const)('the messages command: %s', (setup) => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.make(setup);
    const app = await installation.start();
    await app.publish([new Told(1, 'never'), new Told(2, 'never')]);
    await eventually(async () => (await installation.listParked('telling')).length === 2);
    await installation.stopAll();
  }, 30_000);

  afterAll(async () => {
    await installation.remove();
  }, 30_000);

  const run = (...args: string[]): Promise<string> => runMessagesCommand(args, installation.env);

  it('lists what is parked, as often as it is asked', async () => {
    for (const _ of [1, 2, 3]) {
      const text = await run('list');
      expect(text).toContain('reason:   failed 4 times, at last: attempt 4 failed');
      expect(text).toContain('attempts: 4, first failure 2');
      expect(text).toContain('2 parked.');
    }
    expect(await run('list', 'counting')).toBe('No message is parked.');
  });

  it.each([
    [[]],
    [['show']],
    [['list', 'telling', 'more']],
    [['requeue']],
    [['requeue', 'telling']],
    [['requeue', 'telling', 'the-first']],
    [['requeue', 'telling', '--all', '--now']],
  ])('explains itself when it is told %j', async (args) => {
    await expect(run(...args)).rejects.toThrow('Usage:');
  });

  it('names the queues there are when asked for another', async () => {
    await expect(run('list', 'nowhere')).rejects.toThrow('There is no queue nowhere. Queues: counting, telling');
  });

  it('puts one back, then all', async () => {
    const [message] = await listed();
    expect(await run('requeue', 'telling', message)).toBe('1 put back into telling.');
    expect(await run('list', 'telling')).toContain('1 parked.');
    expect(await run('requeue', 'telling', '--all')).toBe('1 put back into telling.');
    expect(await run('list')).toBe('No message is parked.');
  });

  const listed = async (): Promise<[string]> => {
    const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(await run('list', 'telling'));
    return [id?.[0] ?? ''];
  };
});
