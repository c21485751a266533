import { connect } from 'node:net';

/** A request byte by byte: clients that check what they send cannot send what this has to. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** Names may repeat. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Buffer | string;
}

export interface RawAnswer {
  readonly status: number;
  /** By name in lower case; the last of several. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const DEADLINE_MS = 20_000;

/**
 * Sends one request on a connection of its own.
 *
 * @throws when the connection ends without a whole answer, or none comes
 */
export async function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    const finish = (why?: Error): void => {
      socket.destroy();
      const answer = readAnswer(Buffer.concat(chunks));
      // An answer that is whole counts, even if the server then refuses the rest of what we send.
      if (answer) resolve(answer);
      else reject(why ?? new Error('The connection ended without an answer'));
    };
    socket.setTimeout(DEADLINE_MS, () => {
      finish(new Error(`No answer within ${String(DEADLINE_MS)} ms`));
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
    });
    socket.on('error', finish);
    socket.on('end', () => {
      finish();
    });
    socket.write(bytesOf(request));
  });
}

function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const inChunks = names.has('transfer-encoding');
  // What is no chunk would leave the server waiting for the end of one.
  const given = inChunks ? Buffer.from('0\r\n\r\n') : Buffer.from(body ?? '');
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (!names.has('host')) lines.push('Host: 127.0.0.1');
  if (!names.has('connection')) lines.push('Connection: close');
  if (given.length > 0 && !inChunks && !names.has('content-length'))
    lines.push(`Content-Length: ${String(given.length)}`);
  const head = Buffer.from([`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
  return Buffer.concat([head, given]);
}

function readAnswer(bytes: Buffer): RawAnswer | undefined {
  const text = bytes.toString('utf8');
  // `100 Continue` comes before the answer.
  const start = text.startsWith('HTTP/1.1 100') ? text.indexOf('\r\n\r\n') + 4 : 0;
  const end = text.indexOf('\r\n\r\n', start);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text.slice(start))?.[1];
  if (end === -1 || status === undefined) return undefined;
  const headers = Object.fromEntries(
    text
      .slice(start, end)
      .split('\r\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  ) as Record<string, string>;
  const rest = text.slice(end + 4);
  return { status: Number(status), headers, body: headers['transfer-encoding'] === 'chunked' ? unchunk(rest) : rest };
}

function unchunk(text: string): string {
  let bytes = Buffer.from(text);
  let body = '';
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n');
    const size = Number.parseInt(bytes.toString('latin1', 0, Math.max(lineEnd, 0)), 16);
    if (lineEnd === -1 || !(size > 0)) return body;
    body += bytes.toString('utf8', lineEnd + 2, lineEnd + 2 + size);
    bytes = bytes.subarray(lineEnd + 2 + size + 2);
  }
}
