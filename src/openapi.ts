import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { errorsOfGuard } from './modules/rbac/index.js';
import { describeApi } from './platform/openapi/openapi-document.js';
import { readEnv } from './platform/config/env.js';
import { MandateAdapter } from './platform/http/mandate-adapter.js';

// `npm run docs` keeps the output. Nothing is connected or started: a preview has the controllers' classes only.
const env = readEnv({});
const app = await NestFactory.create(AppModule.forRoot(env), new MandateAdapter(), {
  preview: true,
  logger: ['error'],
  abortOnError: false,
});
const document = describeApi(app, { publicUrl: env.PUBLIC_URL, guardErrors: errorsOfGuard });
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
