import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Asked every few seconds by whoever watches the process: of no interest to whoever reads its log. */
const UNLOGGED = new Set(['/health/live', '/health/ready']);

/** One line per answer: which route, by whom, how it went and how long it took. Never a query string: they hold names. */
export function logAnswers(fastify: FastifyInstance): void {
  const logger = new Logger('access');
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'no route';
    if (!UNLOGGED.has(route)) {
      const ms = Math.round(reply.elapsedTime * 10) / 10;
      logger.log({
        queryId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms,
        ...whoAsked(request),
      });
    }
    done();
  });
}

function whoAsked(request: FastifyRequest): { ip: string; account?: string; user?: string } {
  const { account, user } = (request as { user?: { account: string; user?: { login: string } } }).user ?? {};
  return { ip: request.ip, ...(account && { account }), ...(user && { user: user.login }) };
}
