/**
 * `npm test [-- arguments of Jest]`: builds what is stale, finds or starts the services that the chosen test files
 * need, runs Jest and ends with the line `N passed, N failed`.
 *
 * A test file whose service is missing is left out and named; with CI=true that is an error, and so is a skipped test.
 */
import { relative } from 'node:path';
import { run } from '../services/command.ts';
import { ensureServices, type ServiceName, type Services } from '../services/services.ts';
import { sweepTestDatabases } from '../services/test-databases.ts';
import { listTests, ROOT, runJest, type Tally } from './jest.ts';
import { needsOf } from './needs.ts';

const VARIABLES: Record<ServiceName, string> = {
  postgres: 'MANDATE_TEST_DATABASE_URL',
  rabbitmq: 'MANDATE_TEST_AMQP_URL',
  chromium: 'MANDATE_TEST_CHROMIUM',
};

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILURE: Tally = { ...NOTHING, failed: 1 };

/** While services are looked for and started, Ctrl-C ends the run at once; later it is Jest that ends first. */
const interrupted = (): never => process.exit(130);

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const mayLeaveOut = !['true', '1'].includes(process.env.CI ?? '');

interface Outcome {
  readonly tally: Tally;
  readonly ok: boolean;
}

async function test(args: readonly string[]): Promise<Outcome> {
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  const built = await run(process.execPath, ['tools/build/build.mjs', '--if-stale'], { cwd: ROOT });
  if (built.output !== '') say(built.output.trimEnd());
  if (built.code !== 0) return { tally: ONE_FAILURE, ok: false };
  const files = await listTests(args);
  const needs = new Map(files.map((file) => [file, needsOf(file)]));
  await using services = await ensureServices([...new Set([...needs.values()].flat())], { report: say });
  return await testWith(services, needs, args);
}

async function testWith(
  services: Services,
  needs: ReadonlyMap<string, readonly ServiceName[]>,
  args: readonly string[],
): Promise<Outcome> {
  const leftOut = [...needs].flatMap(([file, names]) =>
    reasonToLeaveOut(services, names).map((why) => ({ file, why })),
  );
  for (const { file, why } of leftOut) say(`Left out ${relative(ROOT, file)}: ${why}`);
  if (leftOut.length > 0 && !mayLeaveOut) {
    say('CI=true: no test may be left out.');
    return { tally: ONE_FAILURE, ok: false };
  }
  if (leftOut.length > 0 && leftOut.length === needs.size) return { tally: NOTHING, ok: true };
  const env = environmentOf(services);
  const database = env[VARIABLES.postgres];
  if (database !== undefined) await sweepTestDatabases(database);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  const { code, tally } = await runJest(args, {
    ...env,
    MANDATE_TEST_LEFT_OUT: JSON.stringify(leftOut.map((o) => o.file)),
  });
  return { tally, ok: code === 0 && !skippedUnasked(tally, args) };
}

/** The sentence of the first service that is missing, or nothing. */
function reasonToLeaveOut(services: Services, names: readonly ServiceName[]): string[] {
  const sentences = names.flatMap((name) => {
    const service = services.found.get(name);
    return service !== undefined && 'missing' in service ? [service.missing] : [];
  });
  return sentences.slice(0, 1);
}

function environmentOf(services: Services): Record<string, string> {
  const entries = [...services.found].flatMap(([name, service]) =>
    'at' in service ? [[VARIABLES[name], service.at]] : [],
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Choosing tests by name skips the others, which is what was asked for. */
function skippedUnasked({ skipped }: Tally, args: readonly string[]): boolean {
  if (mayLeaveOut || skipped === 0 || args.some((arg) => /^(?:-t|--testNamePattern)\b/.test(arg))) return false;
  say(`CI=true: no test may be skipped, and ${skipped} were.`);
  return true;
}

const outcome = await test(process.argv.slice(2)).catch((error: unknown): Outcome => {
  say(error instanceof Error ? error.message : String(error));
  return { tally: ONE_FAILURE, ok: false };
});
process.exitCode = outcome.ok ? 0 : 1;
say(`${outcome.tally.passed} passed, ${outcome.tally.failed} failed`);
