/** A read. With a name it is prepared once per connection; without one it is planned each time. */
export interface Statement {
  /** Unique in the product, at most 63 bytes: PostgreSQL cuts longer names. */
  readonly name?: string;
  /** One SQL statement with `$1`, `$2`, … */
  readonly text: string;
}

/**
 * The read side: one prepared statement, plain rows, no entities (docs/adr/0003). Column names come back as written in
 * the statement; timestamps as ISO 8601 strings in UTC, `bigint` as number, `jsonb` parsed.
 * Not for use inside a unit of work: it would not see that transaction's changes, and with the embedded engine's single
 * connection it would wait for itself.
 */
export abstract class Reader {
  /** @throws if called inside a unit of work */
  abstract rows<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;

  /**
   * Looks up the one row that a key leads to, if there is one. Look-ups share connections and wait for those in front of
   * them: anything that may read more than a few rows is for {@link Reader.rows}.
   *
   * @throws if called inside a unit of work
   */
  abstract first<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row | undefined>;

  /** Frees what the reader holds of its own. */
  abstract close(): Promise<void>;
}
