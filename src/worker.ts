import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { requireProduction } from './platform/config/env.js';
import { Database, requireMigrated } from './platform/database/orm.js';
import { createApp, start } from './platform/process.js';
import { work } from './work.js';

/** `npm run start:worker`: carries events, handles them and sends mail. Any number of them may run. */
await start(async (env) => {
  requireProduction(env);
  const app = await createApp(AppModule.forRoot(env), env);
  await requireMigrated(app.get(Database));
  app.enableShutdownHooks();
  await app.init();
  await work(app);
});
