import type { EntityManager } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';

/**
 * Runs one statement, in the transaction of `em` if it has one. The queue tables are worked on in sets, by statements
 * that an ORM has no words for.
 *
 * @param sql with `?` for each of `values`
 */
export function execute<Row extends object>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const connection = em.getConnection() as unknown as AbstractSqlConnection;
  return connection.execute<Row[]>(sql, [...values], 'all', em.getTransactionContext());
}

/** A list of ids, to be read by `jsonb_array_elements_text(?::jsonb)`. */
export const jsonOf = (value: unknown): string => JSON.stringify(value);
