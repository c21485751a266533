import { type EntityClass, EntityManager, MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../config/env.js';
import { Notifications } from './notifications.js';
import { Database, openDatabase } from './orm.js';
import { ProcessLocks } from './process-locks.js';
import { Reader } from './reader.js';
import { openReader } from './sql-reader.js';
import { UnitOfWork } from './unit-of-work.js';

@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.reader.close();
    await this.database.close();
  }
}

async function openNotifications(database: Database, env: Env): Promise<Notifications> {
  const notifications = new Notifications(database, env.DATABASE_URL);
  await notifications.open();
  return notifications;
}

/** The database of the process, open and ready to be used by every module. */
@Module({})
export class DatabaseModule {
  static forRoot(entities: readonly EntityClass<object>[]): DynamicModule {
    const ormFrom = ({ orm }: Database): MikroORM => orm;
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useFactory: (env: Env) => openDatabase(env, entities), inject: [Env] },
        { provide: MikroORM, useFactory: ormFrom, inject: [Database] },
        { provide: EntityManager, useFactory: ({ orm }: Database) => orm.em, inject: [Database] },
        { provide: Reader, useFactory: openReader, inject: [Database] },
        { provide: Notifications, useFactory: openNotifications, inject: [Database, Env] },
        { provide: ProcessLocks, useFactory: (env: Env) => new ProcessLocks(env.DATABASE_URL), inject: [Env] },
        UnitOfWork,
        DatabaseCloser,
      ],
      exports: [Database, MikroORM, EntityManager, Reader, Notifications, ProcessLocks, UnitOfWork],
    };
  }
}
