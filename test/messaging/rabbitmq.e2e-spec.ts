/** @needs postgres rabbitmq */
import { randomUUID } from 'node:crypto';
import type { Channel, Options } from 'amqplib';
import { BrokerProxy } from './broker-proxy.js';
import { eventually } from './eventually.js';
import { Asked, Counted, Published, Told } from './events.js';
import { Installation, RABBITMQ, type RunningApp } from './installation.js';

describe('messages on RabbitMQ', () => {
  let installation: Installation;
  let app: RunningApp;
  let channel: Channel;
  let events: string;

  beforeAll(async () => {
    installation = await Installation.make('rabbitmq on postgres');
    app = await installation.start();
    channel = await installation.channel();
    events = `${installation.env.AMQP_NAMESPACE}.events`;
  }, 60_000);

  afterAll(async () => {
    await installation.remove();
  }, 60_000);

  const effects = async (n: number): Promise<number> => app.count('effect where n = ?', [n]);
  const send = (type: string, content: string, options: Options.Publish = {}, exchange = events): string => {
    const messageId = randomUUID();
    channel.publish(exchange, type, Buffer.from(content), { messageId, type, persistent: true, ...options });
    return messageId;
  };
  const parkedReason = async (messageId: string): Promise<string> =>
    eventually(
      async () => (await installation.listParked('counting')).find((one) => one.messageId === messageId)?.reason,
    );

  it('that are not JSON are parked with that reason, and the queue goes on', async () => {
    const bad = send(Counted.type, '{ "n": ');
    send(Counted.type, '{ "n": 1 }');

    expect(await parkedReason(bad)).toBe('the content is not JSON');
    await eventually(async () => (await effects(1)) === 1);
  });

  it.each(['null', '[]', '"text"', '5'])('that hold %s are parked', async (content) => {
    expect(await parkedReason(send(Counted.type, content))).toBe('the content is not a JSON object');
  });

  it('of a type that nothing handles any more are parked with that reason', async () => {
    const queue = `${installation.env.AMQP_NAMESPACE}.counting`;
    await channel.bindQueue(queue, events, 'test.forgotten');

    expect(await parkedReason(send('test.forgotten', '{}'))).toBe(
      'nothing handles messages of type test.forgotten in this queue',
    );
  });

  it('without an id are parked: a copy of them could not be told from a second one', async () => {
    send(Counted.type, '{ "n": 2 }', { messageId: '' });

    expect(await parkedReason('')).toBe('the message id is not a UUID');
    expect(await effects(2)).toBe(0);
  });

  it('may come with fields that we do not know yet', async () => {
    send(Counted.type, '{ "n": 3, "since": "next year" }');

    await eventually(async () => (await effects(3)) === 1);
  });

  it.each([1, 2, 3, 4, 5])('that arrive %i times have their effect once', async (times) => {
    const messageId = randomUUID();
    const n = 100 + times;
    for (let copy = 0; copy < times; copy += 1) send(Counted.type, JSON.stringify({ n }), { messageId });
    send(Counted.type, JSON.stringify({ n: n + 100 }));

    await eventually(async () => (await effects(n + 100)) === 1);
    await eventually(
      async () => (await channel.checkQueue(`${installation.env.AMQP_NAMESPACE}.counting`)).messageCount === 0,
    );
    expect(await effects(n)).toBe(1);
  });

  it('from other services arrive by the inbox exchange, and only there', async () => {
    send(Asked.type, '{ "n": 4 }', {}, events);
    send(Asked.type, '{ "n": 5 }', {}, `${installation.env.AMQP_NAMESPACE}.inbox`);

    await eventually(async () => (await effects(5)) === 1);
    expect(await effects(4)).toBe(0);
  });

  it('are published with all that a consumer of another service needs', async () => {
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, events, Published.type);
    await app.publish([new Published()]);

    const message = await eventually(async () => channel.get(queue, { noAck: true }));
    expect(message.properties).toMatchObject({
      type: Published.type,
      contentType: 'application/json',
      deliveryMode: 2,
    });
    expect(message.properties.messageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(message.properties.headers).toMatchObject({ 'x-attempt': 1, 'x-query-id': expect.any(String) as string });
    expect(JSON.parse(message.content.toString())).toEqual({ n: 1 });
  });

  it('whose queue lost its binding stay in the outbox until it is bound again, and hold up no other', async () => {
    const queue = `${installation.env.AMQP_NAMESPACE}.telling`;
    await channel.unbindQueue(queue, events, Told.type);
    await app.publish([new Told(6), new Counted(7)]);

    await eventually(async () => (await effects(7)) === 1);
    const [row] = await eventually(async () => {
      const rows = await app.rows<{ last_error: string }>('select last_error from outbox where failures > 0');
      return rows.length > 0 && rows;
    });
    expect(row?.last_error).toBe('no queue is bound for it');

    await channel.bindQueue(queue, events, Told.type);
    await eventually(async () => (await effects(6)) === 1);
    await eventually(async () => (await app.count('outbox')) === 0);
  });

  it('are handled again after their queue was deleted: it is declared anew', async () => {
    await channel.deleteQueue(`${installation.env.AMQP_NAMESPACE}.telling`);
    await app.publish([new Told(8)]);

    await eventually(async () => (await effects(8)) === 1);
  });

  it('are parked even when the queue for that was deleted', async () => {
    await channel.deleteQueue(`${installation.env.AMQP_NAMESPACE}.counting.parked`);

    expect(await parkedReason(send(Counted.type, 'x'))).toBe('the content is not JSON');
  });

  it('keep their headers and their history when parked', async () => {
    await app.publish([new Told(9, 'never')]);
    const parked = await eventually(async () =>
      channel.get(`${installation.env.AMQP_NAMESPACE}.telling.parked`, { noAck: true }),
    );

    expect(parked.properties.headers).toMatchObject({
      'x-reason': 'failed 4 times, at last: attempt 4 failed',
      'x-attempt': 4,
      'x-routing-key': Told.type,
      'x-first-failed-at': expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
    });
  });
});

describe('without the broker', () => {
  let installation: Installation;
  let proxy: BrokerProxy;

  beforeEach(async () => {
    proxy = await BrokerProxy.before(RABBITMQ);
    installation = await Installation.make('rabbitmq on postgres', proxy.url);
  }, 30_000);

  afterEach(async () => {
    proxy.restore();
    await installation.remove();
    proxy.close();
  }, 30_000);

  it('events wait in the outbox, and all are handled once it is back', async () => {
    const app = await installation.start();
    await app.publish([new Counted(0)]);
    await eventually(async () => (await app.count('effect')) === 1);

    proxy.cut();
    await app.publish(Array.from({ length: 50 }, (_, n) => new Counted(n + 1)));
    expect(await app.count('outbox')).toBe(50);
    proxy.restore();

    await eventually(async () => (await app.count('effect')) === 51);
    await eventually(async () => (await app.count('outbox')) === 0);
    expect(await app.count('(select distinct n from effect) as one')).toBe(51);
  }, 30_000);

  it('a handler that was at work is not repeated when its answer could not be given', async () => {
    const app = await installation.start();
    let open = (): void => undefined;
    app.behaviour.gate = new Promise((resolve) => (open = resolve));
    const begun = new Promise<number>((resolve) => (app.behaviour.begun = resolve));
    await app.publish([new Counted(1, 'wait')]);
    await begun;

    proxy.cut();
    open();
    await eventually(async () => (await app.count('effect')) === 1);
    proxy.restore();

    const queue = `${installation.env.AMQP_NAMESPACE}.counting`;
    await app.publish([new Counted(2)]);
    await eventually(async () => (await app.count('effect')) === 2);
    const channel = await installation.channel();
    await eventually(async () => (await channel.checkQueue(queue)).messageCount === 0);
    expect(await app.count('effect where n = 1')).toBe(1);
  }, 30_000);

  it('a worker starts, and works as soon as it comes', async () => {
    proxy.cut();
    const app = await installation.start();
    await app.publish([new Counted(1)]);
    proxy.restore();

    await eventually(async () => (await app.count('effect')) === 1);
  }, 30_000);
});

describe('the relay', () => {
  let installation: Installation;

  beforeEach(async () => {
    installation = await Installation.make('rabbitmq on postgres');
  }, 30_000);

  afterEach(async () => {
    await installation.remove();
  }, 30_000);

  it('is woken by a process that only publishes', async () => {
    const worker = await installation.start('worker', { pollMs: 600_000 });
    const api = await installation.start('api');
    await api.publish([new Counted(1)]);

    await eventually(async () => (await worker.count('effect')) === 1);
    await api.publish([new Counted(2)]);
    await eventually(async () => (await worker.count('effect')) === 2);
    expect(api.behaviour.attempts).toEqual([]);
  }, 30_000);

  it('shares the outbox with others: each event is published once', async () => {
    const api = await installation.start('api');
    const workers = [await installation.start(), await installation.start()];
    const channel = await installation.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, `${installation.env.AMQP_NAMESPACE}.events`, Counted.type);
    for (let from = 0; from < 2_000; from += 100) {
      await api.publish(Array.from({ length: 100 }, (_, n) => new Counted(from + n)));
    }

    await eventually(async () => (await api.count('effect')) === 2_000);
    await eventually(async () => (await api.count('outbox')) === 0);
    expect((await channel.checkQueue(queue)).messageCount).toBe(2_000);
    expect(workers.every(({ behaviour }) => behaviour.attempts.length > 0)).toBe(true);
  }, 60_000);

  it('deletes nothing that was not confirmed', async () => {
    const app = await installation.start();
    const channel = await installation.channel();
    // A full queue that refuses: the broker answers with a negative confirm.
    const queue = `${installation.env.AMQP_NAMESPACE}.full`;
    await channel.assertQueue(queue, { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    await channel.bindQueue(queue, `${installation.env.AMQP_NAMESPACE}.events`, Published.type);
    await app.publish([new Published()]);
    await eventually(async () => (await app.count('outbox')) === 0);

    await app.publish([new Published()]);
    await eventually(async () => (await app.count('outbox where failures > 0')) === 1);
    await channel.purgeQueue(queue);
    await eventually(async () => (await app.count('outbox')) === 0);
    expect((await channel.checkQueue(queue)).messageCount).toBe(1);
    await channel.deleteQueue(queue);
  }, 30_000);
});
