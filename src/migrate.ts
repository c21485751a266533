import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { seedDemo } from './demo/demo.js';
import type { Env } from './platform/config/env.js';
import { Database, migrate } from './platform/database/orm.js';
import { createApp, start } from './platform/process.js';

/** `npm run migrate`: brings the schema up to date, and with `DEMO=on` fills an empty database with the demo. */
await start(async (env: Env) => {
  const app = await createApp(AppModule.forRoot(env), env);
  const names = await migrate(app.get(Database), env.DATABASE_URL);
  process.stdout.write(names.length === 0 ? 'The schema is up to date\n' : `Migrated: ${names.join(', ')}\n`);
  const password = await seedDemo(app, env);
  if (password !== undefined) process.stdout.write(`Demo logins have the password ${password}\n`);
  await app.close();
});
