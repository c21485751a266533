import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { ErrorBody, STATUS_OF } from './error-body.js';
import { httpErrors } from './http.errors.js';

/** Turns whatever was thrown into the one error shape. What we did not foresee is logged whole and told to nobody. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, context: ArgumentsHost): void {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { status, body } = this.answerTo(error, request);
    if (reply.sent) return;
    // A handler may have chosen another type before it failed.
    void reply.removeHeader('content-type');
    this.host.httpAdapter.reply(reply, body, status);
  }

  private answerTo(error: unknown, request: FastifyRequest): { status: number; body: ErrorBody } {
    if (error instanceof DomainError) return { status: STATUS_OF[error.kind], body: ErrorBody.of(error) };
    const status = statusOf(error);
    if (status === 404) return this.answerTo(httpErrors.noSuchRoute(request.method, pathOf(request)), request);
    if (status >= 400 && status < 500) {
      return { status, body: new ErrorBody(status, 'malformed-request', (error as Error).message) };
    }
    this.logger.error({
      msg: 'request failed',
      queryId: request.id,
      method: request.method,
      path: pathOf(request),
      err: error,
    });
    const message = `Something went wrong on our side; quote ${request.id} when you ask about it`;
    return { status: 500, body: new ErrorBody(500, 'internal-error', message) };
  }
}

const pathOf = ({ url }: FastifyRequest): string => (url.split('?')[0] ?? url).slice(0, 200);

/** Nest and Fastify mark the errors that are the client's with a status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
