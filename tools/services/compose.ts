import { fileURLToPath } from 'node:url';
import { type CommandResult, run } from './command.ts';
import { freePorts } from './ports.ts';

export type ComposeServer = 'postgres' | 'rabbitmq';

export interface ComposedServer {
  readonly url: string;
  stop(): Promise<void>;
}

const FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const UP_WITHIN_MS = 300_000;

/** Credentials of docker-compose.yml. They guard nothing: the ports are bound to the loopback address. */
const urlOf = (server: ComposeServer, port: number): string =>
  server === 'postgres'
    ? `postgres://mandate:mandate@127.0.0.1:${port}/mandate`
    : `amqp://mandate:mandate@127.0.0.1:${port}`;

/** Whether a container engine with compose answers. */
export async function canCompose(): Promise<boolean> {
  if ((await run('docker', ['compose', 'version'], { timeoutMs: 10_000 })).code !== 0) return false;
  return (await run('docker', ['info'], { timeoutMs: 10_000 })).code === 0;
}

/**
 * Starts one server of docker-compose.yml as a compose project of this process, on a free loopback port.
 *
 * @throws {Error} with what compose says when it does not become healthy
 */
export async function startComposed(server: ComposeServer): Promise<ComposedServer> {
  const [port = 0] = await freePorts(1);
  const compose = (...args: readonly string[]): Promise<CommandResult> =>
    run('docker', ['compose', '-p', `mandate-test-${server}-${process.pid}`, '-f', FILE, ...args], {
      env: { ...process.env, POSTGRES_PORT: String(port), RABBITMQ_PORT: String(port) },
      timeoutMs: UP_WITHIN_MS,
    });
  const stop = async (): Promise<void> => {
    await compose('down', '--volumes', '--timeout', '5');
  };
  const { code, output } = await compose('up', '--detach', '--wait', '--no-deps', server);
  if (code === 0) return { url: urlOf(server, port), stop };
  await stop();
  throw new Error(`docker compose could not start ${server}:\n${output}`);
}
