import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../services/command.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const MOST_WORKERS = 4;
const LIST_WITHIN_MS = 120_000;
/** ESM tests need VM modules, and a user can do nothing about Node calling them experimental. */
const NODE_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const JEST = [...NODE_FLAGS, join(ROOT, 'node_modules/jest/bin/jest.js')];

/** What a run came to. A test file that could not run counts as one failed test. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface JestRun {
  readonly code: number;
  readonly tally: Tally;
}

/**
 * The test files that Jest would run with these arguments.
 *
 * @throws {Error} with what Jest says when it does not accept them
 */
export async function listTests(args: readonly string[]): Promise<string[]> {
  const { code, output } = await run(process.execPath, [...JEST, ...args, '--listTests', '--json'], {
    cwd: ROOT,
    timeoutMs: LIST_WITHIN_MS,
  });
  const list = output.split('\n').find((line) => line.startsWith('['));
  if (code !== 0 || list === undefined) throw new Error(`Jest could not list its tests:\n${output}`);
  return (JSON.parse(list) as string[]).sort();
}

/** Runs Jest on the console. Signals reach it too, so that it ends its workers before we end the services. */
export async function runJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<JestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-tally-'));
  const tallyFile = join(folder, 'tally.json');
  const child = spawn(process.execPath, [...JEST, ...ownArguments(args), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env, MANDATE_TEST_TALLY: tallyFile },
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', forward).off('SIGTERM', forward);
  const tally = readTally(tallyFile);
  rmSync(folder, { recursive: true });
  return { code: code ?? 1, tally };
}

function ownArguments(args: readonly string[]): string[] {
  const choosesWorkers = args.some((arg) => /^(?:-i|--runInBand|-w|--maxWorkers|--max-workers)\b/.test(arg));
  const workers = Math.min(availableParallelism(), MOST_WORKERS);
  return [
    `--filter=${join(ROOT, 'tools/test/leave-out.cjs')}`,
    '--reporters=default',
    `--reporters=${join(ROOT, 'tools/test/tally.mjs')}`,
    ...(choosesWorkers ? [] : [`--maxWorkers=${workers}`]),
  ];
}

/** A Jest that was killed, or stopped at a wrong configuration, leaves no numbers: that is one failure. */
function readTally(file: string): Tally {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
