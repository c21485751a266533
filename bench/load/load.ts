import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What `{n}` in a request stands for; it is written with eight digits. */
export type Numbers =
  | { readonly kind: 'none' }
  | { readonly kind: 'random'; readonly below: number }
  | { readonly kind: 'rising'; readonly from: number };

export interface LoadSpec {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The whole request, head and body. */
  readonly request: string;
  readonly numbers: Numbers;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 200. */
  readonly failed: number;
  readonly firstFailure?: string;
  /** First number that was not used. */
  readonly nextNumber: number;
  /** Share of one core that the generator itself took. */
  readonly generatorCpu: number;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  /** May hold `{n}`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** May hold `{n}`. */
  readonly body?: object;
}

const run = promisify(execFile);
const CLIENT = join(import.meta.dirname, 'client.ts');

/** The text of a request, keeping the connection open. */
export function requestText({ method = 'GET', path, headers = {}, body }: HttpRequest): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: '127.0.0.1',
    ...headers,
    // `{n}` becomes eight digits: five more than it is long now.
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(text.length + (text.includes('{n}') ? 5 : 0)) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}

/**
 * Loads a server from a process of its own.
 *
 * @throws {Error} with the first answer that was not 200: figures of failures are worth nothing
 */
export async function load(spec: LoadSpec): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, [CLIENT, JSON.stringify(spec)], { maxBuffer: 1e7 });
  const result = JSON.parse(stdout) as LoadResult;
  if (result.failed > 0) throw new Error(`${result.failed} requests failed, the first with:\n${result.firstFailure}`);
  return result;
}
