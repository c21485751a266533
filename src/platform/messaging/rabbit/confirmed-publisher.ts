import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ChannelModel, ConfirmChannel, Options } from 'amqplib';
import { Env } from '../../config/env.js';
import { RabbitConnection } from './rabbit-connection.js';
import { assertExchanges, RabbitNames } from './rabbit-topology.js';

const CONFIRM_TIMEOUT_MS = 30_000;

export interface OutgoingMessage {
  /** Empty: straight into the queue that `routingKey` names. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: Options.Publish & { readonly messageId: string };
}

/** `taken`: stored by every queue bound for it. `unroutable`: no queue is. `refused`: a queue is full, or the message impossible. */
export type PublishResult = 'taken' | 'unroutable' | 'refused';

/** Nothing can be published now. */
class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

const keyOf = (exchange: string, routingKey: string, messageId: unknown): string =>
  `${exchange} ${routingKey} ${String(messageId)}`;

/**
 * Publishes, and knows what became of it. On a connection of its own: a broker short of memory stops connections that
 * publish, and acknowledgements must still get through.
 */
@Injectable()
export class ConfirmedPublisher implements OnApplicationShutdown {
  private readonly connection: RabbitConnection;
  private readonly returned = new Set<string>();
  private channel: ConfirmChannel | undefined;

  constructor(
    env: Env,
    private readonly names: RabbitNames,
  ) {
    const name = `${env.AMQP_NAMESPACE} publishing`;
    this.connection = new RabbitConnection(env.AMQP_URL ?? '', name, (model) => this.setUp(model));
  }

  async open(): Promise<void> {
    await this.connection.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }

  /** @throws {BrokerUnavailable} if the broker is away, or does not answer; the message may have been taken all the same */
  async send(message: OutgoingMessage): Promise<PublishResult> {
    const { channel } = this;
    if (!channel) throw new BrokerUnavailable('there is no connection to RabbitMQ');
    const { exchange, routingKey, options } = message;
    const answer = await new Promise<'confirmed' | 'refused' | 'unknown'>((resolve) => {
      const timer = setTimeout(resolve, CONFIRM_TIMEOUT_MS, 'unknown');
      const confirm = (error: Error | null): void => {
        clearTimeout(timer);
        // amqplib tells a negative confirm from a closed channel by these words only.
        if (error) resolve(error.message === 'message nacked' ? 'refused' : 'unknown');
        else resolve('confirmed');
      };
      try {
        channel.publish(
          exchange,
          routingKey,
          message.content,
          { ...options, persistent: true, mandatory: true },
          confirm,
        );
      } catch (error) {
        // A TypeError or RangeError is about this message (a key too long); anything else, about the channel.
        confirm(new Error(error instanceof TypeError || error instanceof RangeError ? 'message nacked' : 'closed'));
      }
    });
    // The broker sends the return of a message before its confirm.
    if (this.returned.delete(keyOf(exchange, routingKey, options.messageId))) return 'unroutable';
    if (answer === 'unknown') throw new BrokerUnavailable('RabbitMQ did not confirm');
    return answer === 'confirmed' ? 'taken' : 'refused';
  }

  private async setUp(connection: ChannelModel): Promise<void> {
    const channel = this.connection.guard(await connection.createConfirmChannel(), connection);
    await assertExchanges(channel, this.names);
    channel.on('return', ({ fields, properties }) => {
      this.returned.add(keyOf(fields.exchange, fields.routingKey, properties.messageId));
    });
    channel.on('close', () => {
      this.channel = undefined;
      this.returned.clear();
    });
    this.channel = channel;
  }
}
