import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { requireProduction } from './platform/config/env.js';
import { Database, requireMigrated } from './platform/database/orm.js';
import { createApp, start } from './platform/process.js';
import { serve } from './serve.js';

/** `npm run start:api`: answers HTTP. Any number of them may run beside any number of workers. */
await start(async (env) => {
  requireProduction(env);
  const app = await createApp(AppModule.forRoot(env), env);
  await requireMigrated(app.get(Database));
  await serve(app, env);
});
