import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 60_000;

/** Password of every demo login of the program. */
export const DEMO_PASSWORD = 'three green parrots sing';

/** `npm start` as a user has it: everything in one process, on an embedded database of its own, with demo data. */
export interface RunningProgram {
  /** Address of the program, without a trailing slash. */
  readonly url: string;
  /** Ends the process and removes what it wrote. */
  readonly stop: () => Promise<void>;
}

/** Starts the program and waits until it serves. */
export async function startProgram(): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'mandate-panel-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      DEMO_PASSWORD,
      LOG_LEVEL: 'warn',
      // The tests sign in more often than a person does.
      SIGN_IN_ATTEMPTS_PER_MINUTE: '10000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const url = `http://127.0.0.1:${String(port)}`;
  await untilReady(url, child, output);
  return {
    url,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess, output: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGKILL');
  throw new Error(`The program did not get ready:\n${output.join('')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
