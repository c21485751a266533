import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import serveStatic from '@fastify/static';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { runInCall } from '../context/call-context.js';
import { logAnswers } from './access-log.js';
import { ErrorFilter } from './error.filter.js';
import { parseJsonBody } from './json-body.js';
import { QUERY_ID_HEADER } from './query-id.js';
import { securityHeaders } from './security-headers.js';
import { requestValidation, unstorableIn, type UrlValues } from './validation.js';

/** Paths that belong to the panel's own router: its page answers to them, and the rest is a 404 in the error shape. */
const PANEL_PAGES = ['/', '/contacts/*', '/first-password', '/reset-password', '/sign-in'];
const PANEL_FOLDER = join(import.meta.dirname, '../../../panel/dist');

/** Everything between the socket and the first controller; used by the entry points and by the tests. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as string));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  const always = { ...(await securityHeaders()), 'cache-control': 'no-cache, no-store' };
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(always).header(QUERY_ID_HEADER, request.id);
    done();
  });
  // Not earlier: reading the body goes through the socket's own asynchronous context.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const fault = unstorableIn({ ...(request.query as UrlValues), ...(request.params as UrlValues) });
    if (fault) done(fault);
    else runInCall({ queryId: request.id, ip: request.ip }, done);
  });
  logAnswers(fastify);
  await app.register(cookie);
  await servePanel(app);
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ErrorFilter(app.get(HttpAdapterHost)));
}

async function servePanel(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(PANEL_FOLDER)) return;
  // The panel's build leaves each file beside its compressed forms.
  await app.register(serveStatic, { root: PANEL_FOLDER, prefix: '/assets/', serve: false, preCompressed: true });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/assets/*', (request, reply) => {
    // Names carry a hash of the content: they may be kept for ever.
    const file = `assets/${(request.params as { '*': string })['*']}`;
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .sendFile(file, PANEL_FOLDER, { cacheControl: false });
  });
  for (const page of PANEL_PAGES) {
    fastify.get(page, (_request, reply) => reply.sendFile('index.html', PANEL_FOLDER, { cacheControl: false }));
  }
}
