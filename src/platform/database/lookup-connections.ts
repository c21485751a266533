import pg from 'pg';

/** Two, so that a connection that has just broken is not the only one. */
const CONNECTIONS = 2;

/** Neither this option nor a connection’s socket is in the types of the driver. */
const PIPELINED = { pipeline: true };
type PipelinedClient = pg.Client & { readonly connection: { readonly stream: NodeJS.WriteStream } };

/**
 * Connections for looking up single rows by a key. Many look-ups share one connection, without waiting for each other's
 * answers, and those that are asked for in the same turn of the event loop leave in one write: talking to the socket
 * costs more than anything else in a read. Answers come in the order of the questions, so nothing slow may be asked here.
 */
export class LookupConnections {
  private readonly open = new Map<number, Promise<PipelinedClient>>();
  private readonly corked = new WeakSet<PipelinedClient>();
  private turn = 0;
  private closed = false;

  constructor(private readonly options: pg.ClientConfig) {}

  /** @throws what the server says, or that the connection broke: a read may be asked again */
  async query<Row extends object>(query: pg.QueryConfig): Promise<Row[]> {
    const client = await this.next();
    this.leaveTogether(client);
    return (await client.query<Row>(query)).rows;
  }

  async close(): Promise<void> {
    this.closed = true;
    const ends = [...this.open.values()].map((opening) => opening.then((client) => client.end()));
    await Promise.allSettled(ends);
  }

  private next(): Promise<PipelinedClient> {
    if (this.closed) throw new Error('The database connections of this process are closed');
    this.turn = (this.turn + 1) % CONNECTIONS;
    const place = this.turn;
    const known = this.open.get(place);
    if (known) return known;
    // What was in flight is rejected by the driver; the next question connects anew.
    const opening = this.connect(() => {
      if (this.open.get(place) === opening) this.open.delete(place);
    });
    this.open.set(place, opening);
    return opening;
  }

  private async connect(over: () => void): Promise<PipelinedClient> {
    const client = new pg.Client({ ...this.options, ...PIPELINED }) as PipelinedClient;
    client.on('error', over).on('end', over);
    try {
      await client.connect();
    } catch (error) {
      over();
      throw error;
    }
    return client;
  }

  private leaveTogether(client: PipelinedClient): void {
    if (this.corked.has(client)) return;
    const { stream } = client.connection;
    this.corked.add(client);
    stream.cork();
    setImmediate(() => {
      this.corked.delete(client);
      stream.uncork();
    });
  }
}
