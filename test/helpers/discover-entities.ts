import { type EntityClass, MikroORM } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';

/** Lets entities that have collections be used on their own: the ORM learns of them, and connects to nothing. */
export function discoverEntities(...entities: readonly EntityClass<object>[]): void {
  new MikroORM({
    driver: PostgreSqlDriver,
    dbName: 'none',
    entities: [...entities],
    metadataProvider: ReflectMetadataProvider,
  });
}
