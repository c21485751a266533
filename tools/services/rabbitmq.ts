import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { type Account, serverAccount } from './account.ts';
import { findProgram, versionedFolders } from './command.ts';
import { freePorts } from './ports.ts';
import type { PrivateServer } from './private-server.ts';
import { newRunFolder } from './run-folder.ts';
import { ServerProcess } from './server-process.ts';
import { until } from './until.ts';
import { isAtLeast, VERSIONS } from './versions.ts';
import { reasonOf } from './reason.ts';

export const STANDARD_AMQP_URL = 'amqp://guest:guest@127.0.0.1:5672';

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

/** Whether a usable RabbitMQ answers: undefined when it does, else why not, as the end of a sentence. */
export async function faultOfRabbit(url: string): Promise<string | undefined> {
  try {
    const connection = await connect(url, { timeout: 5_000 });
    connection.on('error', () => undefined);
    const version = connection.connection.serverProperties.version;
    await connection.close();
    if (isAtLeast(version, VERSIONS.rabbitmq.least)) return undefined;
    return `RabbitMQ ${version} is older than ${VERSIONS.rabbitmq.least}`;
  } catch (error) {
    return reasonOf(error, 'nothing listens there');
  }
}

/** Debian's program on the PATH wants to be root or `rabbitmq`; the one that it calls runs as anybody. */
const serverProgram = (): string | undefined =>
  ['/usr/lib/rabbitmq/bin/rabbitmq-server'].find((file) => existsSync(file)) ?? findProgram(['rabbitmq-server']);

const epmdProgram = (): string | undefined => findProgram(['epmd'], versionedFolders('/usr/lib/erlang', 'bin'));

/** Whether `startPrivateRabbit` has the programs it needs. */
export const canStartRabbit = (): boolean => serverProgram() !== undefined && epmdProgram() !== undefined;

/**
 * Starts a node in a temporary folder on free loopback ports, user `guest`, with an Erlang port mapper of its own:
 * the usual one would listen on every address and outlive the node.
 *
 * @throws {Error} with the server's last words when it does not start
 */
export async function startPrivateRabbit(): Promise<PrivateServer> {
  const [program, epmd] = [serverProgram(), epmdProgram()];
  if (program === undefined || epmd === undefined) throw new Error('rabbitmq-server was not found: install RabbitMQ');
  const account = serverAccount('rabbitmq');
  const folder = newRunFolder('rabbitmq', account);
  const [port = 0, distributionPort = 0, epmdPort = 0] = await freePorts(3);
  const place = { program, epmd, folder, account, port, distributionPort, epmdPort };
  prepare(place);
  const server = new PrivateRabbit(place);
  try {
    await server.restart();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

interface Place {
  readonly program: string;
  readonly epmd: string;
  readonly folder: string;
  readonly account: Account | undefined;
  readonly port: number;
  readonly distributionPort: number;
  readonly epmdPort: number;
}

const configuration = (port: number): string => `listeners.tcp.default = 127.0.0.1:${port}
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 100MB
log.file.level = warning
`;

function prepare({ folder, account, port }: Place): void {
  const files = {
    'rabbitmq.conf': configuration(port),
    'rabbitmq-env.conf': '',
    enabled_plugins: '[].',
    '.erlang.cookie': `cookie${port}${process.pid}`,
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    // Erlang refuses a cookie that others may read, and one that is not its own.
    chmodSync(join(folder, name), 0o400);
    if (account) chownSync(join(folder, name), account.uid, account.gid);
  }
  for (const name of ['data', 'log']) {
    mkdirSync(join(folder, name));
    if (account) chownSync(join(folder, name), account.uid, account.gid);
  }
}

class PrivateRabbit implements PrivateServer {
  readonly url: string;
  readonly #place: Place;
  #portMapper: ServerProcess | undefined;
  #process: ServerProcess | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.url = `amqp://guest:guest@127.0.0.1:${place.port}`;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#process?.end(signal);
  }

  async restart(): Promise<void> {
    await this.#process?.stop('SIGTERM', STOP_WITHIN_MS);
    this.#process = undefined;
    this.#portMapper ??= this.#spawnPortMapper();
    await until(() => this.#answers(), { what: `RabbitMQ answers at ${this.url}`, withinMs: START_WITHIN_MS });
  }

  async stop(): Promise<void> {
    await this.#process?.stop('SIGTERM', STOP_WITHIN_MS);
    await this.#portMapper?.stop('SIGTERM', STOP_WITHIN_MS);
    rmSync(this.#place.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** After a kill -9 the port mapper may still know the old node for a moment: the new one is started again. */
  async #answers(): Promise<true | undefined> {
    if (this.#process?.hasEnded === true && !/already (?:in use|running)|eaddrinuse/.test(this.#process.lastWords)) {
      throw new Error(`RabbitMQ did not start:\n${this.#process.lastWords}`);
    }
    if (this.#process === undefined || this.#process.hasEnded) this.#process = this.#spawnNode();
    return (await faultOfRabbit(this.url)) === undefined ? true : undefined;
  }

  #spawnPortMapper(): ServerProcess {
    const { epmd, epmdPort } = this.#place;
    return this.#spawn(epmd, ['-port', String(epmdPort), '-address', '127.0.0.1'], 'epmd.log');
  }

  #spawnNode(): ServerProcess {
    return this.#spawn(this.#place.program, [], 'server.log');
  }

  #spawn(program: string, args: readonly string[], logFile: string): ServerProcess {
    const { folder, account } = this.#place;
    return ServerProcess.start({
      program,
      args,
      env: nodeEnvironment(this.#place),
      cwd: folder,
      account,
      logFile: join(folder, logFile),
    });
  }
}

/** With RABBITMQ_ALLOW_INPUT the start script becomes the Erlang machine, so a signal to its pid reaches RabbitMQ. */
const nodeEnvironment = ({ folder, port, distributionPort, epmdPort }: Place): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: folder,
  LANG: 'C.UTF-8',
  ERL_EPMD_ADDRESS: '127.0.0.1',
  ERL_EPMD_PORT: String(epmdPort),
  RABBITMQ_NODENAME: `mandate-${port}@localhost`,
  RABBITMQ_NODE_PORT: String(port),
  RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
  RABBITMQ_DIST_PORT: String(distributionPort),
  RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  RABBITMQ_LOG_BASE: join(folder, 'log'),
  RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
  RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
  RABBITMQ_ALLOW_INPUT: 'yes',
  RABBITMQ_SERVER_START_ARGS: '-noinput -kernel inet_dist_use_interface {127,0,0,1}',
});
