import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import amqp, { type Channel, type ChannelModel } from 'amqplib';
import { pauseAfter, reasonOf } from '../retry-policy.js';

const PAUSE_MS = { first: 100, longest: 5_000 };
const CONNECT_TIMEOUT_MS = 10_000;
const HEARTBEAT_SECONDS = '15';

const withHeartbeat = (url: string): string => {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  return address.href;
};

/**
 * A connection that comes back. Whatever breaks, a socket, a channel, a consumer whose queue was deleted, the
 * whole connection is made anew and set up again: one way to recover, which is also the one at start-up.
 */
export class RabbitConnection {
  private readonly logger: Logger;
  private readonly stopping = new AbortController();
  private connection: ChannelModel | undefined;
  private running: Promise<void> = Promise.resolve();

  /**
   * @param name shown in the broker's list of connections
   * @param setUp declares and opens what is needed; its channels should come from {@link RabbitConnection.guard}
   */
  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly setUp: (connection: ChannelModel) => Promise<void>,
  ) {
    this.logger = new Logger(`RabbitConnection ${name}`);
  }

  /** Resolves after the first try, however it went; goes on trying in the background. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.running = this.keep(resolve);
    });
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.connection?.close().catch(() => undefined);
    await this.running;
  }

  /** A channel whose end is the end of the connection. */
  guard<C extends Channel>(channel: C, connection: ChannelModel): C {
    channel.on('error', (error) => {
      this.logger.warn(`A channel was closed by the broker: ${reasonOf(error)}`);
    });
    channel.on('close', () => {
      void connection.close().catch(() => undefined);
    });
    return channel;
  }

  private async keep(firstTryIsOver: () => void): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        await this.hold(() => {
          if (failures > 0) this.logger.log('Connected again');
          failures = 0;
          firstTryIsOver();
        });
      } catch (error) {
        if (failures === 0) this.logger.warn(`RabbitMQ cannot be used: ${reasonOf(error)}`);
      }
      firstTryIsOver();
      failures += 1;
      const pauseMs = pauseAfter(failures, PAUSE_MS.first, PAUSE_MS.longest);
      await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Connects, sets up, and resolves when the connection is over. */
  private async hold(ready: () => void): Promise<void> {
    const connection = await amqp.connect(withHeartbeat(this.url), {
      timeout: CONNECT_TIMEOUT_MS,
      noDelay: true,
      clientProperties: { connection_name: this.name },
    });
    const over = new Promise<void>((resolve) => {
      connection.on('close', () => {
        resolve();
      });
    });
    connection.on('error', (error) => {
      this.logger.warn(`The connection broke: ${reasonOf(error)}`);
    });
    connection.on('blocked', (reason) => {
      this.logger.warn(`RabbitMQ takes nothing at the moment: ${reason}`);
    });
    this.connection = connection;
    try {
      await this.setUp(connection);
      if (!this.stopping.signal.aborted) ready();
      else void connection.close().catch(() => undefined);
      await over;
    } finally {
      this.connection = undefined;
      await connection.close().catch(() => undefined);
    }
  }
}
