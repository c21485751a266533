import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { requireProduction } from './platform/config/env.js';
import { createApp, start } from './platform/process.js';
import { serve } from './serve.js';

/** `npm run start:api`: answers HTTP. Any number of them may run beside any number of workers. */
await start(async (env) => {
  requireProduction(env);
  await serve(await createApp(AppModule.forRoot(env), env), env);
});
