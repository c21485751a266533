import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessGuard, errorsOfGuard } from './modules/rbac/index.js';
import { Env } from './platform/config/env.js';
import { configureHttp } from './platform/http/configure-http.js';
import { serveDocuments } from './platform/openapi/serve-documents.js';

/** Puts everything in front of the controllers that an HTTP process has; used by the entry points and by the tests. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  await configureHttp(app);
  app.useGlobalGuards(app.get(AccessGuard));
  serveDocuments(app, { publicUrl: app.get(Env).PUBLIC_URL, guardErrors: errorsOfGuard });
}

/** Answers HTTP until the process is told to stop. */
export async function serve(app: NestFastifyApplication, env: Env): Promise<void> {
  await prepareHttp(app);
  app.enableShutdownHooks();
  await app.listen(env.PORT, env.HOST);
}
