import 'reflect-metadata';
import { ENTITIES } from './entities.js';
import { migrate, openDatabase } from './platform/database/orm.js';
import { start } from './platform/process.js';

/** `npm run migrate`: brings the schema up to date. The last version's processes may go on beside it. */
await start(async (env) => {
  const database = await openDatabase(env, ENTITIES);
  const names = await migrate(database, env.DATABASE_URL);
  await database.close();
  process.stdout.write(names.length === 0 ? 'The schema is up to date\n' : `Migrated: ${names.join(', ')}\n`);
});
