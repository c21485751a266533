import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { Env } from '../../config/env.js';
import { Dispatcher } from '../dispatcher.js';
import { MessageServer, type Settled } from '../message-server.js';
import { MessagingSettings } from '../messaging.settings.js';
import { pauseAfter, reasonOf } from '../retry-policy.js';
import { Subscriptions } from '../subscriptions.js';
import { ConfirmedPublisher, type OutgoingMessage } from './confirmed-publisher.js';
import { RabbitConnection } from './rabbit-connection.js';
import { copyOf, type RabbitReceived, receivedFrom } from './rabbit-message.js';
import { assertExchanges, assertQueues, RabbitNames } from './rabbit-topology.js';

const PAUSE_MS = { first: 200, longest: 5_000 };

interface Consumption {
  readonly channel: Channel;
  readonly consumerTag: string;
}

const isLater = (one: ConsumeMessage, other: ConsumeMessage | undefined): boolean =>
  one.fields.deliveryTag > (other?.fields.deliveryTag ?? 0);

/** The transport over RabbitMQ: one quorum queue per consumer class, retry queues with a delay, a parked queue. */
@Injectable()
export class RabbitServer extends MessageServer<RabbitReceived> {
  private readonly connection: RabbitConnection;
  private readonly stopping = new AbortController();
  private readonly ended = new WeakSet<Channel>();
  /** Tags of the deliveries in hand, oldest first. */
  private readonly unanswered = new WeakMap<Channel, Set<number>>();
  private consumptions: Consumption[] = [];

  constructor(
    subscriptions: Subscriptions,
    dispatcher: Dispatcher,
    settings: MessagingSettings,
    env: Env,
    private readonly publisher: ConfirmedPublisher,
    private readonly names: RabbitNames,
  ) {
    super(subscriptions, dispatcher, settings, {
      inside: env.DATABASE_URL === undefined ? 1 : settings.insideConcurrency,
    });
    const name = `${env.AMQP_NAMESPACE} consuming`;
    this.connection = new RabbitConnection(env.AMQP_URL ?? '', name, (model) => this.consume(model));
  }

  protected override async open(): Promise<void> {
    await this.publisher.open();
    await this.connection.open();
  }

  protected override async stopTaking(): Promise<void> {
    this.stopping.abort();
    const cancels = this.consumptions.map(({ channel, consumerTag }) => channel.cancel(consumerTag));
    await Promise.allSettled(cancels);
  }

  protected override giveBack(untouched: readonly RabbitReceived[]): Promise<void> {
    for (const received of untouched) this.answer(received, 'requeue');
    return Promise.resolve();
  }

  /** Closing a channel gives every message back that is still in hand. */
  protected override async leave(): Promise<void> {
    await this.connection.close();
  }

  protected override async settle(settled: readonly Settled<RabbitReceived>[]): Promise<void> {
    const done = settled.flatMap(({ received, verdict }) => (verdict.kind === 'done' ? [received] : []));
    for (const [channel, deliveries] of Map.groupBy(done, (received) => received.channel)) {
      const messages = deliveries.map(({ message }) => message);
      this.acknowledge(channel, messages);
    }
    await Promise.all(
      settled.map(async ({ received, verdict }) => {
        if (verdict.kind === 'done') return;
        const copy = copyOf(received, verdict, this.names);
        this.answer(received, (await this.store(copy, received)) ? 'ack' : 'requeue');
      }),
    );
  }

  /** Those that nothing unanswered stands in front of share one acknowledgement: one frame instead of fifty. */
  private acknowledge(channel: Channel, messages: readonly ConsumeMessage[]): void {
    if (this.ended.has(channel)) return;
    const unanswered = this.unansweredOn(channel);
    for (const { fields } of messages) unanswered.delete(fields.deliveryTag);
    // Deliveries arrive in the order of their tags, and a set keeps it.
    const [oldest = Infinity] = unanswered;
    const behind = messages.filter(({ fields }) => fields.deliveryTag > oldest);
    const first = messages
      .filter(({ fields }) => fields.deliveryTag < oldest)
      .reduce<ConsumeMessage | undefined>((last, one) => (isLater(one, last) ? one : last), undefined);
    if (first) channel.ack(first, true);
    for (const message of behind) channel.ack(message);
  }

  private unansweredOn(channel: Channel): Set<number> {
    const known = this.unanswered.get(channel) ?? new Set();
    this.unanswered.set(channel, known);
    return known;
  }

  /**
   * Puts a copy into its queue. While that is impossible the message stays in hand: a full hand stops the flow, which
   * is what should happen when nothing can be set aside.
   *
   * @returns false if the message's own channel ended first, or we stop: the broker delivers it again
   */
  private async store(copy: OutgoingMessage, { channel }: RabbitReceived): Promise<boolean> {
    for (let failures = 1; !this.ended.has(channel); failures += 1) {
      try {
        const result = await this.publisher.send(copy);
        if (result === 'taken') return true;
        this.logger.warn(`${copy.routingKey} did not take a message: ${result}`);
        // The queue is gone: a new connection declares it, and brings the message back.
        if (result === 'unroutable') await channel.close();
      } catch (error) {
        this.logger.warn(`${copy.routingKey} cannot be reached: ${reasonOf(error)}`);
      }
      if (this.stopping.signal.aborted) return false;
      const pauseMs = pauseAfter(failures, PAUSE_MS.first, PAUSE_MS.longest);
      await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    return false;
  }

  /** Without effect when the channel is gone: the broker has taken the message back already. */
  private answer({ channel, message }: RabbitReceived, answer: 'ack' | 'requeue'): void {
    if (this.ended.has(channel)) return;
    this.unansweredOn(channel).delete(message.fields.deliveryTag);
    if (answer === 'ack') channel.ack(message);
    else channel.nack(message, false, true);
  }

  private async consume(connection: ChannelModel): Promise<void> {
    const declaring = this.connection.guard(await connection.createChannel(), connection);
    await assertExchanges(declaring, this.names);
    this.consumptions = [];
    for (const queue of this.subscriptions.queues()) {
      const bindings = this.subscriptions.of(queue).map(({ event }) => ({
        type: event.type,
        inbound: this.subscriptions.isInbound(event.type),
      }));
      await assertQueues(declaring, this.names, queue, bindings, this.settings.retryDelaysMs);
      this.consumptions.push(await this.consumeFrom(queue, connection));
    }
  }

  private async consumeFrom(queue: string, connection: ChannelModel): Promise<Consumption> {
    const channel = this.connection.guard(await connection.createChannel(), connection);
    channel.on('close', () => this.ended.add(channel));
    await channel.prefetch(this.settings.prefetch);
    const { consumerTag } = await channel.consume(this.names.queue(queue), (message) => {
      // Without a message the broker has cancelled the consumer: its queue is gone, and a new connection declares it again.
      if (!message) {
        void channel.close().catch(() => undefined);
        return;
      }
      this.unansweredOn(channel).add(message.fields.deliveryTag);
      this.receive(receivedFrom(queue, message, channel));
    });
    return { channel, consumerTag };
  }
}
