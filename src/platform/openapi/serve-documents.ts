import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiDocuments, type SentDocument } from './api-documents.js';
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page.js';
import { resourcesOf } from './legacy-schema.js';
import { type ApiFacts, describeApi } from './openapi-document.js';

/** The first requests after a start have the process for themselves. */
const AFTER_START_MS = 1000;

const JSON_TYPE = 'application/json; charset=utf-8';
const require = createRequire(import.meta.url);
const SWAGGER_UI = dirname(require.resolve('swagger-ui-dist/package.json'));
const SWAGGER_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/**
 * Serves `/openapi.json`, Swagger UI at `/docs`, and a schema document of the reference's kind for each resource
 * (`/1.0/me.json`, `/1.0/email/domain.json`, …), open to everybody.
 */
export function serveDocuments(app: NestFastifyApplication, facts: ApiFacts): void {
  const documents = new ApiDocuments(() => describeApi(app, facts));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/openapi.json', (request, reply) => send(request, reply, documents.whole()));
  for (const resource of resourcesOf(pathsOf(app))) {
    fastify.get(`/1.0${resource}.json`, (request, reply) => send(request, reply, documents.legacy(resource)));
  }
  prepareAhead(app, documents);
  serveDocsPage(app);
}

/** Makes the document soon after the start, so that neither the start nor the first reader waits for it. */
function prepareAhead(app: NestFastifyApplication, documents: ApiDocuments): void {
  const fastify = app.getHttpAdapter().getInstance();
  let timer: NodeJS.Timeout | undefined;
  fastify.addHook('onListen', (done) => {
    timer = setTimeout(() => {
      try {
        documents.whole();
      } catch (error) {
        // Whoever asks for it is told the same.
        new Logger('openapi').error({ msg: 'the OpenAPI document cannot be made', err: error as Error });
      }
    }, AFTER_START_MS).unref();
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    clearTimeout(timer);
    done();
  });
}

/** Paths of the controllers, which is enough to know the resources before the routes exist. */
function pathsOf(app: NestFastifyApplication): string[] {
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  return controllers.flatMap(({ metatype }) => {
    const path = metatype ? (Reflect.getMetadata(PATH_METADATA, metatype) as string | string[] | undefined) : undefined;
    return [path].flat().flatMap((one) => (one === undefined ? [] : [`/${one}`]));
  });
}

function send(request: FastifyRequest, reply: FastifyReply, { body, etag }: SentDocument): FastifyReply {
  void reply.header('cache-control', 'public, max-age=300').header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  return reply.header('content-type', JSON_TYPE).send(body);
}

function serveDocsPage(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(DOCS_PAGE));
  fastify.get('/docs/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(DOCS_SCRIPT));
  for (const [file, type] of Object.entries(SWAGGER_FILES)) {
    fastify.get(`/docs/${file}`, (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=86400')
        .type(type)
        .send(createReadStream(join(SWAGGER_UI, file))),
    );
  }
}
