import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ErrorBody } from './error-body.js';
import { newQueryId, QUERY_ID_HEADER } from './query-id.js';

/** Codes of Node's parser and timers that are not simply 400. */
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'The request breaks the rules of HTTP',
  408: 'The request did not arrive in time',
  413: 'The request is too large',
  417: 'This server cannot do what the header Expect asks for',
  431: 'The headers are too large',
};

const bodyFor = (status: number): string =>
  JSON.stringify(new ErrorBody(status, 'malformed-request', SENTENCES[status] ?? ''));

const headersFor = (body: string): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(body)),
  [QUERY_ID_HEADER]: newQueryId(),
  connection: 'close',
});

/** Answers what Node could not read as HTTP, in the shape of every other error, and closes the connection. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  // An answer may be under way already when the rest of the request turns out to be unreadable.
  const { _httpMessage: answering } = socket as { _httpMessage?: ServerResponse | null };
  if (!socket.writable || error.code === 'ECONNRESET' || answering?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  const status = STATUSES[error.code ?? ''] ?? 400;
  const body = bodyFor(status);
  const lines = Object.entries(headersFor(body)).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
}

/** Answers a request whose `Expect` header asks for something other than `100-continue`. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const body = bodyFor(417);
  response.writeHead(417, headersFor(body)).end(body);
}
