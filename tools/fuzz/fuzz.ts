/**
 * `npm run fuzz [-- --requests 20000] [--seed 7]`: the hostile requests of test/http/fuzz.spec.ts, as many as one
 * likes. A failure prints the seed and the smallest request that shows it.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31 - 1)) },
  },
});

process.stdout.write(`${values.requests} requests, seed ${values.seed}\n`);
spawn(process.execPath, ['tools/test/test.ts', 'test/http/fuzz.spec.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, MANDATE_FUZZ_REQUESTS: values.requests, MANDATE_FUZZ_SEED: values.seed },
}).on('close', (code) => {
  process.exitCode = code ?? 1;
});
