import { type EntityClass, EntityManager, MikroORM } from '@mikro-orm/core';
import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../config/env.js';
import { Notifications } from './notifications.js';
import { type Database, openDatabase } from './orm.js';
import { ProcessLocks } from './process-locks.js';
import { Reader } from './reader.js';
import { openReader } from './sql-reader.js';
import { UnitOfWork } from './unit-of-work.js';

export const DATABASE = Symbol('database');

@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
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
        { provide: DATABASE, useFactory: (env: Env) => openDatabase(env, entities), inject: [Env] },
        { provide: MikroORM, useFactory: ormFrom, inject: [DATABASE] },
        { provide: EntityManager, useFactory: ({ orm }: Database) => orm.em, inject: [DATABASE] },
        { provide: Reader, useFactory: openReader, inject: [MikroORM] },
        { provide: Notifications, useFactory: openNotifications, inject: [DATABASE, Env] },
        { provide: ProcessLocks, useFactory: (env: Env) => new ProcessLocks(env.DATABASE_URL), inject: [Env] },
        UnitOfWork,
        DatabaseCloser,
      ],
      exports: [DATABASE, MikroORM, EntityManager, Reader, Notifications, ProcessLocks, UnitOfWork],
    };
  }
}
