import amqp, { type ChannelModel, type ConfirmChannel, type GetMessage, type Message } from 'amqplib';
import { assertParked, RabbitNames } from '../rabbit/rabbit-topology.js';
import { LONGEST_CONTENT, type ParkedMessage, ParkedMessages } from './parked-messages.js';

const BY_THE_BROKER = 'given up by RabbitMQ: delivered too often without an answer';

const textOf = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);

function parkedFrom(queue: string, { properties, fields, content }: GetMessage): ParkedMessage {
  const headers: Record<string, unknown> = properties.headers ?? {};
  const firstFailedAt = textOf(headers['x-first-failed-at']);
  return {
    queue,
    messageId: textOf(properties.messageId),
    type: textOf(properties.type, textOf(headers['x-routing-key'], fields.routingKey)),
    reason: textOf(headers['x-reason'], BY_THE_BROKER),
    attempts: Number(headers['x-attempt'] ?? 1),
    queryId: textOf(headers['x-query-id']),
    content: content.toString('utf8').slice(0, LONGEST_CONTENT),
    ...(firstFailedAt === '' ? {} : { firstFailedAt }),
  };
}

/** Parked messages on RabbitMQ. Looking takes them in hand for a moment and gives all of them back. */
export class ParkedInRabbit extends ParkedMessages {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly names: RabbitNames,
  ) {
    super();
  }

  static async open(url: string, namespace: string): Promise<ParkedInRabbit> {
    return new ParkedInRabbit(await amqp.connect(url), new RabbitNames(namespace));
  }

  async list(queue: string): Promise<ParkedMessage[]> {
    return this.withAll(queue, (messages) => Promise.resolve(messages.map((message) => parkedFrom(queue, message))));
  }

  async requeue(queue: string, messageId?: string): Promise<number> {
    return this.withAll(queue, async (messages, channel) => {
      const chosen = messages.filter((one) => messageId === undefined || one.properties.messageId === messageId);
      for (const message of chosen) await this.putBack(queue, message, channel);
      return chosen.length;
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** What `act` does not acknowledge goes back to where it was when the channel closes. */
  private async withAll<T>(queue: string, act: (all: GetMessage[], channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const channel = await this.connection.createConfirmChannel();
    channel.on('error', () => undefined); // the call that caused it rejects
    try {
      await assertParked(channel, this.names, queue);
      const all: GetMessage[] = [];
      for (
        let next = await channel.get(this.names.parked(queue));
        next;
        next = await channel.get(this.names.parked(queue))
      ) {
        all.push(next);
      }
      return await act(all, channel);
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  /** Acknowledged only when the copy is safe; a message that no queue takes stays parked. */
  private async putBack(queue: string, message: GetMessage, channel: ConfirmChannel): Promise<void> {
    const {
      'x-attempt': _attempt,
      'x-reason': _reason,
      'x-death': _death,
      ...headers
    } = message.properties.headers ?? {};
    const returned: string[] = [];
    channel.once('return', (message: Message) => returned.push(message.fields.routingKey));
    const options = { ...message.properties, headers, persistent: true, mandatory: true, expiration: undefined };
    channel.sendToQueue(this.names.queue(queue), message.content, options as never);
    await channel.waitForConfirms();
    channel.removeAllListeners('return');
    if (returned.length > 0) throw new Error(`There is no queue ${this.names.queue(queue)}: start a worker first`);
    channel.ack(message);
  }
}
