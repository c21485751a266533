import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { errorsOfGuard } from './modules/rbac/index.js';
import { readEnv } from './platform/config/env.js';
import { declaredErrors, DomainError } from './platform/errors/domain-error.js';
import { ErrorBody } from './platform/http/error-body.js';
import { MandateAdapter } from './platform/http/mandate-adapter.js';
import { describeApi } from './platform/openapi/openapi-document.js';

// What the program says of itself, as JSON: `npm run docs` makes docs/generated of it. Nothing is connected or started,
// because a preview has the controllers' classes only.
const env = readEnv({});
const app = await NestFactory.create(AppModule.forRoot(env), new MandateAdapter(), {
  preview: true,
  logger: ['error'],
  abortOnError: false,
});
const openapi = describeApi(app, { publicUrl: env.PUBLIC_URL, guardErrors: errorsOfGuard });
const errors = declaredErrors().map(({ code, kind, meaning }) => ({
  code,
  meaning,
  body: ErrorBody.of(new DomainError(code, kind, meaning)),
}));
process.stdout.write(JSON.stringify({ openapi, errors }));
