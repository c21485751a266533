/**
 * The load generator: keep-alive connections that each send the next request when the last answer is in. It does as
 * little as can be done with an answer, because it shares the machine with what it measures.
 *
 * Reads a {@link LoadSpec} as JSON from its first argument, prints a {@link LoadResult} as JSON.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadResult, LoadSpec } from './load.ts';

/** A number in a request always has so many digits: the length of the request is known before it. */
const DIGITS = 8;
const HEADER_END = Buffer.from('\r\n\r\n');

interface Head {
  readonly status: number;
  readonly bodyLength: number;
}

function headOf(text: string): Head {
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`An answer without a Content-Length: ${text.slice(0, 300)}`);
  return { status: Number(text.slice(9, 12)), bodyLength: Number(length) };
}

/** One connection; knows where the answer that it is receiving ends. */
class Connection {
  readonly #socket: Socket;
  readonly #answered: (status: number, received: Buffer) => void;
  #pending: Buffer | undefined;
  #missing = 0;
  #status = 0;

  constructor(socket: Socket, answered: (status: number, received: Buffer) => void) {
    this.#socket = socket;
    this.#answered = answered;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
  }

  send(request: string): void {
    this.#socket.write(request, 'latin1');
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#missing > 0) {
      this.#missing -= chunk.length;
      if (this.#missing <= 0) this.#answered(this.#status, chunk);
      return;
    }
    const received = this.#pending ? Buffer.concat([this.#pending, chunk]) : chunk;
    const end = received.indexOf(HEADER_END);
    if (end === -1) {
      this.#pending = received;
      return;
    }
    this.#pending = undefined;
    const { status, bodyLength } = headOf(received.toString('latin1', 0, end));
    this.#status = status;
    this.#missing = end + HEADER_END.length + bodyLength - received.length;
    if (this.#missing <= 0) this.#answered(status, received);
  }
}

class Run {
  readonly #spec: LoadSpec;
  readonly #latencies: number[] = [];
  #next: number;
  #failed = 0;
  #firstFailure: string | undefined;
  #stopped = false;

  constructor(spec: LoadSpec) {
    this.#spec = spec;
    this.#next = spec.numbers.kind === 'rising' ? spec.numbers.from : 0;
  }

  async go(): Promise<LoadResult> {
    const { connections, seconds, port } = this.#spec;
    const sockets = Array.from({ length: connections }, () => connect({ port, host: '127.0.0.1' }));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const before = process.cpuUsage();
    const begun = performance.now();
    const open = sockets.map((socket) => this.#keepAsking(socket));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    this.#stopped = true;
    const elapsed = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(before);
    for (const connection of open) connection.end();
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
    return {
      perSecond: sorted.length / elapsed,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      failed: this.#failed,
      ...(this.#firstFailure === undefined ? {} : { firstFailure: this.#firstFailure }),
      nextNumber: this.#next,
      generatorCpu: (user + system) / 1e6 / elapsed,
    };
  }

  #keepAsking(socket: Socket): Connection {
    let sentAt = 0;
    const connection = new Connection(socket, (status, received) => {
      if (this.#stopped) return;
      this.#latencies.push(performance.now() - sentAt);
      if (status !== 200) {
        this.#failed += 1;
        this.#firstFailure ??= received.toString('latin1', 0, 1000);
      }
      sentAt = performance.now();
      connection.send(this.#request());
    });
    sentAt = performance.now();
    connection.send(this.#request());
    return connection;
  }

  #request(): string {
    const { numbers, request } = this.#spec;
    if (numbers.kind === 'none') return request;
    const number = numbers.kind === 'rising' ? this.#next++ : Math.floor(Math.random() * numbers.below);
    return request.replace('{n}', String(number).padStart(DIGITS, '0'));
  }
}

const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec;
process.stdout.write(JSON.stringify(await new Run(spec).go()));
