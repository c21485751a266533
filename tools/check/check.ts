/**
 * `npm run check`: everything that a machine can say about the code without running it. All checks run, two at a time,
 * so one round shows all there is to mend.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../services/command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AT_ONCE = 2;
const OPENAPI = 'docs/generated/openapi.json';

interface Check {
  readonly name: string;
  /** Program of node_modules, with its arguments. */
  readonly command: readonly [string, ...string[]];
  /** File without which there is nothing to check. */
  readonly of?: string;
}

const present = (paths: readonly string[]): string[] => paths.filter((path) => existsSync(join(ROOT, path)));

const TSC = 'typescript/bin/tsc';
/** The slowest first. */
const CHECKS: readonly Check[] = [
  { name: 'lint', command: ['eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'types', command: [TSC, '--noEmit', '-p', '.'] },
  { name: 'types of the panel', command: [TSC, '--noEmit', '-p', 'panel'], of: 'panel/tsconfig.json' },
  { name: 'format', command: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'architecture',
    command: [
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...present(['src', 'test', 'tools', 'bench', 'chaos', 'panel/src']),
    ],
  },
  { name: 'dead code', command: ['knip/bin/knip.js', '--no-progress'] },
  { name: 'openapi', command: ['@redocly/cli/bin/cli.js', 'lint', OPENAPI], of: OPENAPI },
];

async function pass({ name, command: [program, ...args] }: Check): Promise<boolean> {
  const startedAt = performance.now();
  const { code, output } = await run(process.execPath, [join('node_modules', program), ...args], {
    cwd: ROOT,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
  return code === 0;
}

async function passAll(checks: readonly Check[]): Promise<boolean> {
  const waiting = [...checks];
  let clean = true;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) clean = (await pass(check)) && clean;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return clean;
}

const due = CHECKS.filter(({ of }) => of === undefined || existsSync(join(ROOT, of)));
process.exitCode = (await passAll(due)) ? 0 : 1;
