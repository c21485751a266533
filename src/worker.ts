import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { requireProduction } from './platform/config/env.js';
import { createApp, start } from './platform/process.js';
import { work } from './work.js';

/** `npm run start:worker`: carries events, handles them and sends mail. Any number of them may run. */
await start(async (env) => {
  requireProduction(env);
  const app = await createApp(AppModule.forRoot(env), env);
  app.enableShutdownHooks();
  await app.init();
  await work(app);
});
