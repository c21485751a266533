import type { PGlite } from '@electric-sql/pglite';
import type { PostgreSqlConnection } from '@mikro-orm/postgresql';
import pg from 'pg';
import { LookupConnections } from './lookup-connections.js';
import type { Database } from './orm.js';
import { Reader, type Statement } from './reader.js';
import { insideUnitOfWork } from './unit-of-work.js';

/** `2026-11-20 17:43:35.1+00` → `2026-11-20T17:43:35.1+00:00`; the connection's time zone is UTC. */
const isoOf = (text: string): string => `${text.slice(0, 10)}T${text.slice(11, -3)}+00:00`;

const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.TIMESTAMPTZ]: isoOf,
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.INT8]: Number,
};

const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid) => PARSERS[oid] ?? (pg.types.getTypeParser(oid) as (text: string) => unknown),
};

class PostgresReader extends Reader {
  private readonly lookups: LookupConnections;

  constructor(private readonly pool: pg.Pool) {
    super();
    this.lookups = new LookupConnections({ ...pool.options, types: rowTypes });
  }

  async rows<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    refuseInside();
    const { rows } = await this.pool.query<Row>({ ...statement, values: values as unknown[], types: rowTypes });
    return rows;
  }

  async first<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row | undefined> {
    refuseInside();
    return (await this.lookups.query<Row>({ ...statement, values: values as unknown[] }))[0];
  }

  close(): Promise<void> {
    return this.lookups.close();
  }
}

class EmbeddedReader extends Reader {
  constructor(private readonly pglite: PGlite) {
    super();
  }

  async rows<Row extends object>({ text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    refuseInside();
    const { rows } = await this.pglite.query<Row>(text, values as unknown[], { parsers: PARSERS });
    return rows;
  }

  async first<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row | undefined> {
    return (await this.rows<Row>(statement, values))[0];
  }

  /** The engine is closed by whoever opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

function refuseInside(): void {
  if (insideUnitOfWork()) throw new Error('A unit of work reads through its EntityManager, not through the Reader');
}

/** The reader that fits the engine; it shares the connections of the ORM. */
export async function openReader({ orm, engine }: Database): Promise<Reader> {
  if (engine) return new EmbeddedReader(engine.pglite);
  const connection = orm.em.getConnection() as unknown as PostgreSqlConnection;
  return new PostgresReader(await connection.getNativeClient());
}
