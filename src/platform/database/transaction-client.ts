import pg from 'pg';

type Result = Pick<pg.QueryResult, 'command' | 'rowCount' | 'rows'>;

/** In the types of the driver it is missing. `I`: no transaction is open. */
type StatusClient = pg.Client & { getTransactionStatus(): 'I' | 'T' | 'E' | null };

const answer = (command: string): Result => ({ command, rowCount: null, rows: [] });

/**
 * A connection on which BEGIN travels with the first statement of its transaction, and a COMMIT or ROLLBACK that is due
 * to nobody does not travel at all: the ORM sends each of them alone, and waits. It is handed to the ORM's pool.
 */
export class TransactionClient extends pg.Client {
  private beginning: string | undefined;
  /** The first statement, with its BEGIN, has not been answered, or was refused. */
  private unanswered = false;

  override query(...args: unknown[]): never {
    const [text] = args;
    if (typeof text !== 'string' || typeof args.at(-1) === 'function') return this.send(args) as never;
    if (/^(begin|start transaction)\b/.test(text)) {
      this.beginning = text;
      return Promise.resolve(answer('BEGIN')) as never;
    }
    if (text !== 'commit' && text !== 'rollback') return this.send(args) as never;
    const isOver = this.isOver();
    this.unanswered = false;
    if (!isOver) return (text === 'rollback' ? this.rollBack(args) : this.send(args)) as never;
    this.beginning = undefined;
    return Promise.resolve(answer(text.toUpperCase())) as never;
  }

  /**
   * A ROLLBACK that fails finds the connection broken, and the server has rolled back by itself. To the ORM it must seem
   * to have worked: only then it gives the connection back, for the pool to throw away.
   */
  private async rollBack(args: unknown[]): Promise<Result> {
    try {
      return (await this.send(args)) as Result;
    } catch {
      void this.end().catch(() => undefined);
      return answer('ROLLBACK');
    }
  }

  /** Nothing was said since BEGIN, or the last statement ended with a COMMIT of its own. */
  private isOver(): boolean {
    if (this.beginning !== undefined) return true;
    // The server tells of an error before it tells the status: until then the status is that of the time before BEGIN.
    return !this.unanswered && (this as unknown as StatusClient).getTransactionStatus() === 'I';
  }

  private send(args: unknown[]): unknown {
    const { beginning } = this;
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    if (beginning === undefined) return query(...args);
    this.beginning = undefined;
    const [text, values] = args;
    const bare = typeof text === 'string' && (values === undefined || (Array.isArray(values) && values.length === 0));
    if (bare && args.length <= 2) return this.together(query(`${beginning};${text}`) as Promise<Result[]>);
    // One with parameters, or with a name, shares its message with no other.
    const begun = query(beginning) as Promise<Result>;
    return begun.then(() => query(...args));
  }

  private async together(answered: Promise<Result[]>): Promise<Result | undefined> {
    this.unanswered = true;
    const results = await answered;
    this.unanswered = false;
    return results.at(-1);
  }
}
