import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between us and the broker, so that a test can cut the line. */
export class BrokerProxy {
  private readonly sockets = new Set<Socket>();
  private open = true;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(brokerUrl: string): Promise<BrokerProxy> {
    const target = new URL(brokerUrl);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(brokerUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const proxy = new BrokerProxy(server, url.href);
    server.on('connection', (near) => {
      proxy.join(near, connect(Number(target.port || 5672), target.hostname));
    });
    return proxy;
  }

  /** Cuts every line; new ones end at once until {@link BrokerProxy.restore}. */
  cut(): void {
    this.open = false;
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.open = true;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    if (!this.open) {
      near.destroy();
      far.destroy();
      return;
    }
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined); // 'close' follows
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
