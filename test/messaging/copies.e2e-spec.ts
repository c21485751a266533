/** @needs postgres rabbitmq */
import { randomUUID } from 'node:crypto';
import { Told } from './events.js';
import { eventually } from './eventually.js';
import { Installation, type RunningApp } from './installation.js';

/** A relay that is killed between a confirm and its commit leaves two copies of one message. */
describe('two copies of a message, delivered at the same time', () => {
  let installation: Installation;
  let workers: RunningApp[];

  beforeEach(async () => {
    installation = await Installation.make('rabbitmq on postgres');
    workers = [await installation.start(), await installation.start()];
  }, 60_000);

  afterEach(async () => {
    await installation.remove();
  }, 60_000);

  /** How often a handler has been begun, in any worker. */
  const begun = (): number => workers.reduce((sum, { behaviour }) => sum + behaviour.attempts.length, 0);

  it('are handled once, in whichever process they arrive, though no transaction is open around the handler', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    for (const { behaviour } of workers) behaviour.gate = gate;
    const channel = await installation.channel();
    const [exchange, queue] = ['events', 'telling'].map((name) => `${installation.env.AMQP_NAMESPACE}.${name}`);
    const messageIds = Array.from({ length: 10 }, () => randomUUID());
    const publish = (): void => {
      for (const messageId of messageIds)
        channel.publish(exchange ?? '', Told.type, Buffer.from('{ "n": 1, "how": "wait" }'), {
          messageId,
          type: Told.type,
        });
    };
    publish();
    await eventually(() => Promise.resolve(begun() === messageIds.length));
    publish();
    // A copy that was turned away waits in the queue of its next try.
    await eventually(async () => (await channel.checkQueue(`${queue ?? ''}.retry.80`)).messageCount > 0);
    open();

    await eventually(async () => (await workers[0]?.count('inbox')) === messageIds.length);
    for (const suffix of ['', '.retry.20', '.retry.40', '.retry.80'])
      await eventually(async () => (await channel.checkQueue(`${queue ?? ''}${suffix}`)).messageCount === 0);
    expect(begun()).toBe(messageIds.length);
    expect(await workers[0]?.count('effect')).toBe(messageIds.length);
  }, 60_000);
});
