import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { greet, seedDemo } from './demo/demo.js';
import { Database, migrate } from './platform/database/orm.js';
import { createApp, start } from './platform/process.js';
import { serve } from './serve.js';
import { work } from './work.js';

/** `npm start`: everything in one process, on the embedded database unless another is configured. */
await start(async (env) => {
  const app = await createApp(AppModule.forRoot(env), env);
  await migrate(app.get(Database), env.DATABASE_URL);
  const demo = await seedDemo(app, env);
  await serve(app, env);
  await work(app);
  greet(env, demo);
});
