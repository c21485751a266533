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

  override query(...args: unknown[]): never {
    const [text] = args;
    if (typeof text !== 'string' || typeof args.at(-1) === 'function') return this.send(args) as never;
    if (/^(begin|start transaction)\b/.test(text)) {
      this.beginning = text;
      return Promise.resolve(answer('BEGIN')) as never;
    }
    if ((text === 'commit' || text === 'rollback') && this.isOver()) {
      this.beginning = undefined;
      return Promise.resolve(answer(text.toUpperCase())) as never;
    }
    return this.send(args) as never;
  }

  /** Nothing was said since BEGIN, or the last statement ended with a COMMIT of its own. */
  private isOver(): boolean {
    return this.beginning !== undefined || (this as unknown as StatusClient).getTransactionStatus() === 'I';
  }

  private send(args: unknown[]): unknown {
    const { beginning } = this;
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    if (beginning === undefined) return query(...args);
    this.beginning = undefined;
    const [text, values] = args;
    const alone = typeof text !== 'string' || (Array.isArray(values) && values.length > 0) || args.length > 2;
    if (!alone) return (query(`${beginning};${text}`) as Promise<Result[]>).then((results) => results.at(-1));
    // A statement with parameters shares its message with no other, but need not wait for the answer to BEGIN either.
    const begun = query(beginning) as Promise<Result>;
    return begun.then(() => query(...args));
  }
}
