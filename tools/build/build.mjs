/**
 * Builds what `npm start` runs: the server and the mails into dist/, the panel into panel/dist/.
 *
 *   node tools/build/build.mjs              everything, from scratch
 *   node tools/build/build.mjs --if-stale   only the steps whose inputs changed since they last succeeded
 *
 * Plain JavaScript, because it also runs on a Node that cannot read TypeScript.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf } from './inputs.mjs';
import { withLock } from './lock.mjs';
import { stepsOf } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const onlyStale = process.argv.includes('--if-stale');

const stampOf = (step) => join(root, 'dist/.stamps', step.name);
const isFresh = (step, digest) =>
  existsSync(join(root, step.output)) && existsSync(stampOf(step)) && readFileSync(stampOf(step), 'utf8') === digest;

/** A step is stamped with what its inputs were before it ran: an edit made meanwhile leaves it stale. */
async function build(step) {
  const digest = digestOf(root, step.inputs);
  if (onlyStale && isFresh(step, digest)) return true;
  rmSync(stampOf(step), { force: true });
  if (!onlyStale || !existsSync(join(root, step.output))) step.clear?.();
  const startedAt = performance.now();
  const { code, output } = await run(step.command);
  if (code !== 0) {
    process.stderr.write(`The build of the ${step.name} failed:\n${output}\n`);
    return false;
  }
  step.tidy?.();
  mkdirSync(dirname(stampOf(step)), { recursive: true });
  writeFileSync(stampOf(step), digest);
  process.stdout.write(`built ${step.name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return true;
}

/** Runs Node, or npm when the first argument says so, and keeps its output for the case of a failure. */
function run([first, ...rest]) {
  const [command, args] = first === '--run-npm' ? ['npm', rest] : [nodeOf(root), [first, ...rest]];
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

/** The Node of the project, where npm could install it; else the one that runs this file. */
function nodeOf(folder) {
  const installed = join(folder, 'node_modules/.bin/node');
  return existsSync(installed) ? installed : process.execPath;
}

await withLock(join(root, 'dist/.build.lock'), async () => {
  const results = await Promise.all(stepsOf(root).map(build));
  if (results.includes(false)) process.exitCode = 1;
});
