/** @needs postgres rabbitmq */
import { eventually } from './eventually.js';
import { Counted, Published, Told } from './events.js';
import { Installation, type RunningApp, type Setup } from './installation.js';

const SETUPS: Setup[] = ['rabbitmq on postgres', 'table on postgres', 'table embedded'];

describe.each(SETUPS)('messages: %s', (setup) => {
  let installation: Installation;
  let app: RunningApp;

  beforeAll(async () => {
    installation = await Installation.make(setup);
    app = await installation.start();
  }, 60_000);

  afterAll(async () => {
    await installation.remove();
  }, 60_000);

  const effects = async (n: number): Promise<number> => app.count('effect where n = ?', [n]);
  const attemptsOf = (n: number): number[] =>
    app.behaviour.attempts.filter((one) => one.n === n).map(({ attempt }) => attempt);
  const outboxIsEmpty = async (): Promise<boolean> => (await app.count('outbox')) === 0;
  const parkedReason = async (queue: string, content: string): Promise<string | undefined> =>
    (await installation.listParked(queue)).find((message) => message.content.includes(content))?.reason;

  it('reach a handler inside a transaction and leave nothing behind but the inbox row', async () => {
    await app.publish([new Counted(1)]);

    await eventually(async () => (await effects(1)) === 1);
    await eventually(outboxIsEmpty);
    const [row] = await app.rows<{ message_id: string }>('select message_id from effect where n = 1');
    expect(await app.count('inbox where message_id = ?', [row?.message_id])).toBe(1);
    await eventually(async () => (await app.count('delivery')) === 0);
  });

  it('reach a handler outside of a transaction', async () => {
    await app.publish([new Told(2)]);

    await eventually(async () => (await effects(2)) === 1);
    await eventually(async () => (await app.count(`inbox where queue = 'telling'`)) > 0);
  });

  it('are never sent when the change they tell of was rolled back', async () => {
    await expect(app.publish([new Counted(3)], new Error('no'))).rejects.toThrow('no');
    await app.publish([new Counted(4)]);

    await eventually(async () => (await effects(4)) === 1);
    expect(await effects(3)).toBe(0);
    expect(await outboxIsEmpty()).toBe(true);
  });

  it('leave the outbox when nobody listens', async () => {
    await app.publish([new Published()]);

    await eventually(outboxIsEmpty);
  });

  it('are tried again after a failure, and the failed attempts have no effect', async () => {
    await app.publish([new Counted(5, 'third time')]);

    await eventually(async () => (await effects(5)) === 1);
    // Attempts that failed in a group are repeated alone, so an attempt may show twice, but never out of order.
    expect([...new Set(attemptsOf(5))]).toEqual([1, 2, 3]);
  });

  it('are parked with the last reason after the last attempt, and the queue goes on', async () => {
    await app.publish([new Told(6, 'never'), new Told(7)]);

    await eventually(async () => (await effects(7)) === 1);
    const reason = await eventually(() => parkedReason('telling', '6'));
    expect(reason).toBe('failed 4 times, at last: attempt 4 failed');
    expect(attemptsOf(6)).toEqual([1, 2, 3, 4]);
  });

  it('are parked at once when a rule says no', async () => {
    await app.publish([new Counted(8, 'no'), new Counted(9)]);

    await eventually(async () => (await effects(9)) === 1);
    expect(await eventually(() => parkedReason('counting', '"no"'))).toBe('test.not-allowed: The rule says no');
    expect(new Set(attemptsOf(8))).toEqual(new Set([1]));
    expect(await effects(8)).toBe(0);
  });

  it('are parked when the content is not valid, naming the field', async () => {
    const wrong = new Counted('ten' as unknown as number);
    await app.publish([wrong, new Counted(11)]);

    await eventually(async () => (await effects(11)) === 1);
    const reason = await eventually(() => parkedReason('counting', 'ten'));
    expect(reason).toContain('n must be an integer');
  });

  it('come back from the parked ones when asked to', async () => {
    await app.publish([new Told(12, 'never')]);
    const [message] = await eventually(async () => {
      const found = (await installation.listParked('telling')).filter(({ content }) => content.includes('12'));
      return found.length > 0 && found;
    });
    const before = (await installation.listParked('telling')).length;
    const parked = await installation.parked();

    expect(await parked.requeue('telling', message?.messageId)).toBe(1);
    await parked.close();

    await eventually(() => Promise.resolve(attemptsOf(12).length === 8));
    await eventually(async () => (await installation.listParked('telling')).length === before);
  });

  it('carry the query id of what caused them', async () => {
    await app.publish([new Counted(13)]);

    await eventually(async () => (await effects(13)) === 1);
    expect(app.behaviour.attempts.find(({ n }) => n === 13)?.queryId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are all handled once, however many there are', async () => {
    const many = Array.from({ length: 500 }, (_, n) => new Counted(1000 + n));
    for (let from = 0; from < many.length; from += 50) await app.publish(many.slice(from, from + 50));

    await eventually(async () => (await app.count('effect where n >= 1000')) === 500);
    expect(await app.count('(select distinct n from effect where n >= 1000) as one')).toBe(500);
  }, 30_000);
});
