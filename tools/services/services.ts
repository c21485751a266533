/**
 * Finds or starts what tests, benchmarks and kill tests need: PostgreSQL, RabbitMQ, Chromium.
 *
 *   node tools/services/services.ts [postgres] [rabbitmq] [chromium]
 *
 * prints what was found as shell variables and keeps what it started until Ctrl-C.
 */
import { once } from 'node:events';
import { canCompose, type ComposeServer, startComposed } from './compose.ts';
import { faultOfChromium, findChromium } from './chromium.ts';
import { install, mayInstall, PACKAGES } from './debian-packages.ts';
import { faultOfPostgres, postgresPrograms, STANDARD_POSTGRES_URL, startPrivatePostgres } from './postgres.ts';
import { canStartRabbit, faultOfRabbit, STANDARD_AMQP_URL, startPrivateRabbit } from './rabbitmq.ts';

export { startPrivatePostgres } from './postgres.ts';
export type { PrivateServer } from './private-server.ts';
export { startPrivateRabbit } from './rabbitmq.ts';

export const SERVICE_NAMES = ['postgres', 'rabbitmq', 'chromium'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Who keeps the service running; `this run` ends it in `stop()`. */
export type StartedBy = 'environment' | 'already there' | 'docker compose' | 'this run';

export interface FoundService {
  /** Address of a server, path of a program. */
  readonly at: string;
  readonly startedBy: StartedBy;
}

export interface MissingService {
  /** A sentence that says what to install or to set. */
  readonly missing: string;
}

export type Service = FoundService | MissingService;

export interface Services extends AsyncDisposable {
  /** One entry for each service that was asked for. */
  readonly found: ReadonlyMap<ServiceName, Service>;
  /** @throws {Error} with the sentence when the service is missing or was not asked for */
  need(name: ServiceName): string;
  /** Ends what this run started, and nothing else. */
  stop(): Promise<void>;
}

export interface ServicesOptions {
  /** Is told what takes long: installing, starting. */
  readonly report?: (sentence: string) => void;
}

type Stop = () => Promise<void>;
type Located = Service & { readonly stop?: Stop };

interface Way {
  /** Variable that names the service. */
  readonly variable: string;
  readonly label: string;
  /** Undefined when the service answers there, else why not. */
  readonly faultOf: (at: string) => Promise<string | undefined>;
  /** Where a service that runs already, or a program that is installed, is found. */
  readonly standing: () => Promise<string | undefined>;
  readonly composed?: ComposeServer;
  /** Whether `startOwn` has the programs it needs. */
  readonly installed: () => boolean;
  readonly startOwn?: () => Promise<{ readonly url: string; stop(): Promise<void> }>;
}

const WAYS: Record<ServiceName, Way> = {
  postgres: {
    variable: 'TEST_DATABASE_URL',
    label: 'PostgreSQL',
    faultOf: faultOfPostgres,
    standing: async () =>
      (await faultOfPostgres(STANDARD_POSTGRES_URL)) === undefined ? STANDARD_POSTGRES_URL : undefined,
    composed: 'postgres',
    installed: () => postgresPrograms() !== undefined,
    startOwn: () => startPrivatePostgres({ settings: { fsync: 'off' } }),
  },
  rabbitmq: {
    variable: 'TEST_AMQP_URL',
    label: 'RabbitMQ',
    faultOf: faultOfRabbit,
    standing: async () => ((await faultOfRabbit(STANDARD_AMQP_URL)) === undefined ? STANDARD_AMQP_URL : undefined),
    composed: 'rabbitmq',
    installed: canStartRabbit,
    startOwn: () => startPrivateRabbit(),
  },
  chromium: {
    variable: 'TEST_CHROMIUM',
    label: 'Chromium',
    faultOf: faultOfChromium,
    standing: findChromium,
    installed: () => false,
  },
};

/**
 * Finds each service, in this order: the environment's choice, one that answers on its usual loopback port, docker
 * compose, Debian's packages. A service that cannot be had is not an error: it is `missing`, with a sentence.
 */
export async function ensureServices(names: readonly ServiceName[], options: ServicesOptions = {}): Promise<Services> {
  const report = options.report ?? ((): void => undefined);
  const stops: Stop[] = [];
  const found = new Map<ServiceName, Service>();
  const stop = async (): Promise<void> => {
    await Promise.all(stops.splice(0).map((end) => end()));
  };
  try {
    // One after the other: two runs of apt would only wait for each other.
    for (const name of new Set(names)) {
      const { stop: end, ...service } = await locate(name, report);
      if (end) stops.push(end);
      found.set(name, service);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { found, need: (name) => needed(found, name), stop, [Symbol.asyncDispose]: stop };
}

function needed(found: ReadonlyMap<ServiceName, Service>, name: ServiceName): string {
  const service = found.get(name) ?? { missing: `${WAYS[name].label} was not asked for.` };
  if ('missing' in service) throw new Error(service.missing);
  return service.at;
}

async function locate(name: ServiceName, report: (sentence: string) => void): Promise<Located> {
  const way = WAYS[name];
  const chosen = process.env[way.variable];
  if (chosen !== undefined && chosen !== '') return verified(way, chosen);
  return (await standing(way)) ?? (await composed(way, report)) ?? (await packaged(name, way, report));
}

/** The environment's choice is never replaced by another: a typo must not go unseen. */
async function verified({ faultOf, label, variable }: Way, at: string): Promise<Located> {
  const fault = await faultOf(at);
  if (fault === undefined) return { at, startedBy: 'environment' };
  return { missing: `${label} does not answer where ${variable} points: ${fault}.` };
}

async function standing(way: Way): Promise<Located | undefined> {
  const at = await way.standing();
  return at === undefined ? undefined : { at, startedBy: 'already there' };
}

async function composed(way: Way, report: (sentence: string) => void): Promise<Located | undefined> {
  if (way.composed === undefined || !(await canCompose())) return undefined;
  report(`Starting ${way.label} with docker compose.`);
  const server = await startComposed(way.composed);
  return { at: server.url, startedBy: 'docker compose', stop: () => server.stop() };
}

async function packaged(name: ServiceName, way: Way, report: (sentence: string) => void): Promise<Located> {
  const packageName = PACKAGES[name];
  if (!way.installed()) {
    if (!(await mayInstall(packageName))) return { missing: howToGet(way, packageName) };
    report(`Installing Debian's package ${packageName}.`);
    const fault = await install(packageName);
    if (fault !== undefined) return { missing: `Debian's package ${packageName} could not be installed: ${fault}.` };
    // A package may have started its server.
    const found = await standing(way);
    if (found) return found;
  }
  if (way.startOwn === undefined) return { missing: howToGet(way, packageName) };
  report(`Starting a private ${way.label} for this run.`);
  const server = await way.startOwn();
  return { at: server.url, startedBy: 'this run', stop: () => server.stop() };
}

const howToGet = ({ label, variable }: Way, packageName: string): string =>
  `${label} was not found: install it (on Debian: apt-get install ${packageName}) or set ${variable}.`;

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => !SERVICE_NAMES.some((name) => name === arg));
  if (unknown.length > 0) {
    process.stderr.write(`Unknown service ${unknown.join(', ')}: choose from ${SERVICE_NAMES.join(', ')}.\n`);
    process.exitCode = 1;
    return;
  }
  const names = args.length > 0 ? SERVICE_NAMES.filter((name) => args.includes(name)) : SERVICE_NAMES;
  await using services = await ensureServices(names, { report: (sentence) => process.stderr.write(`${sentence}\n`) });
  for (const [name, service] of services.found) {
    const line =
      'missing' in service ? `# ${service.missing}` : `${WAYS[name].variable}='${service.at}' # ${service.startedBy}`;
    process.stdout.write(`${line}\n`);
  }
  const keepsSome = [...services.found.values()].some(
    (s) => 'at' in s && ['this run', 'docker compose'].includes(s.startedBy),
  );
  if (keepsSome) await endOfRun();
}

async function endOfRun(): Promise<void> {
  const waiting = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(waiting);
}

if (import.meta.main) await main(process.argv.slice(2));
