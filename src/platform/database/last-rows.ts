import type { EntityManager } from '@mikro-orm/core';

interface Insert {
  /** One statement with `?` for each of the values. */
  readonly sql: string;
  readonly values: readonly string[];
}

/** The names of an entity's columns by its properties; the mapping is the ORM's. */
function columnsOf(em: EntityManager, entity: object): { table: string; columns: ReadonlyMap<string, string> } {
  const { tableName, props } = em.getMetadata().getByClassName(entity.constructor.name);
  return { table: tableName, columns: new Map(props.map(({ name, fieldNames }) => [name, fieldNames[0] ?? name])) };
}

/**
 * One statement that inserts all the rows, whatever tables they belong to. The values travel as JSON and get their types
 * from the table, so that the text depends on the tables only.
 */
export function insertOf(entities: readonly object[], em: EntityManager): Insert {
  const tables = new Map<string, { readonly columns: readonly string[]; readonly rows: object[] }>();
  for (const entity of entities) {
    const { table, columns } = columnsOf(em, entity);
    const given = [...columns].filter(([name]) => (entity as Record<string, unknown>)[name] !== undefined);
    const row = Object.fromEntries(given.map(([name, column]) => [column, (entity as Record<string, unknown>)[name]]));
    const known = tables.get(table) ?? { columns: given.map(([, column]) => column), rows: [] };
    known.rows.push(row);
    tables.set(table, known);
  }
  const inserts = [...tables].map(([table, { columns }]) => {
    const names = columns.map((column) => `"${column}"`).join(', ');
    return `insert into "${table}" (${names}) select ${names} from jsonb_populate_recordset(null::"${table}", ?::jsonb)`;
  });
  const values = [...tables.values()].map(({ rows }) => JSON.stringify(rows));
  const last = inserts.pop() ?? '';
  const before = inserts.map((insert, n) => `t${String(n)} as (${insert})`).join(', ');
  return { sql: before === '' ? last : `with ${before} ${last}`, values };
}
