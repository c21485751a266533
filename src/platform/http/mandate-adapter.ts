import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ErrorBody } from './error-body.js';
import { newQueryId, QUERY_ID_HEADER } from './query-id.js';
import { answerUnreadable, refuseExpectation } from './unreadable-request.js';

/** Bytes of the largest body that is read. */
const BODY_LIMIT = 256 * 1024;

const JSON_TYPE = 'application/json; charset=utf-8';

type RawReply = Exclude<Parameters<FastifyAdapter['reply']>[0], FastifyReply>;

/** Fastify as the reference's clients expect a server: success is 200 and every body is JSON, `null` when void. */
export class MandateAdapter extends FastifyAdapter {
  constructor() {
    super({
      bodyLimit: BODY_LIMIT,
      routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
      // `/v1` is another name of `/1.0` (reference §2.2).
      rewriteUrl: ({ url = '/' }) => (url.startsWith('/v1/') ? `/1.0${url.slice(3)}` : url),
      genReqId: newQueryId,
      requestIdHeader: false,
      clientErrorHandler: answerUnreadable,
      // Whoever sends slower than this holds a connection for nothing; Fastify's own default is for ever.
      requestTimeout: 60_000,
      // A URL that cannot be decoded never reaches a route.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        void reply
          .status(400)
          .header(QUERY_ID_HEADER, request.id)
          .header('content-type', JSON_TYPE)
          .send(JSON.stringify(new ErrorBody(400, 'malformed-request', error.message)));
      },
    });
    this.getInstance().server.on('checkExpectation', refuseExpectation);
  }

  /** Nest calls it with 201 for every POST, before the handler runs. */
  override status(response: RawReply | FastifyReply, statusCode: number): RawReply | FastifyReply {
    return super.status(response, successOf(statusCode)) as RawReply | FastifyReply;
  }

  override reply(response: RawReply | FastifyReply, body: unknown, statusCode?: number): FastifyReply {
    if (!('request' in response)) return super.reply(response, body, statusCode);
    if (statusCode !== undefined) void response.status(successOf(statusCode));
    // What a route streams comes wrapped by Nest, whose own way also ends the stream when the client goes away.
    if (body instanceof StreamableFile) return super.reply(response, body);
    if (response.getHeader('content-type') !== undefined) return response.send(body);
    return response.header('content-type', JSON_TYPE).send(JSON.stringify(body ?? null));
  }
}

/** 201 and 204 count as errors in the SDKs (reference §2.1). */
const successOf = (statusCode: number): number => (statusCode === 201 || statusCode === 204 ? 200 : statusCode);
