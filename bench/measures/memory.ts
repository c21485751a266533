import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../../tools/services/ports.ts';
import { load, requestText } from '../load/load.ts';
import type { Measure } from '../report.ts';
import { seedAccount, seedUsers } from '../seed.ts';
import type { Running, Stage } from '../stage.ts';
import type { Plan } from './plan.ts';

const CONNECTIONS = 32;
const PASSWORD = 'a-bench-password';
const LONGEST_START_MS = 60_000;

/** Resident memory after work, and how soon an embedded installation is back. */
export async function memory(stage: Stage, plan: Plan): Promise<Measure[]> {
  const inProduction = await apiAfterLoad(stage, plan);
  const folder = mkdtempSync(join(tmpdir(), 'mandate-bench-embedded-'));
  try {
    const resident = await embeddedAfterLoad(stage, plan, folder);
    const starts: number[] = [];
    for (let n = 0; n < plan.restarts; n += 1) {
      const { process, afterMs } = await startEmbedded(stage, folder);
      starts.push(afterMs / 1000);
      await process.stop();
    }
    return [
      {
        name: 'memory of the api on PostgreSQL after load',
        unit: 'MB resident',
        product: [inProduction],
        target: { of: 'value', most: 220 },
      },
      {
        name: 'memory embedded, everything in one process, after load',
        unit: 'MB resident',
        product: [resident],
        target: { of: 'value', most: 700 },
      },
      {
        name: 'embedded restart → first answer',
        unit: 's',
        product: starts,
        target: { of: 'value', most: 4 },
        note: 'from the start of the process, on a folder that was stopped in order',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads, pages and writes, one after the other.
 *
 * @param from first number of a new user
 * @returns first number that no user has
 */
async function loadAll(port: number, token: string, seconds: number, from = 0): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const users = '/1.0/me/identity/user';
  const page = { ...headers, 'x-pagination-mode': 'CachedObjectList-Cursor' };
  const body = { login: 'memory-{n}', email: 'somebody@example.com' };
  const spec = { port, connections: CONNECTIONS, seconds };
  await load({ ...spec, request: requestText({ path: users, headers: page }), numbers: { kind: 'none' } });
  const create = requestText({ method: 'POST', path: users, headers, body });
  const { nextNumber } = await load({ ...spec, request: create, numbers: { kind: 'rising', from } });
  const read = requestText({ path: `${users}/memory-{n}`, headers });
  // The last of the numbers belong to requests that were cut off.
  const below = Math.max(1, nextNumber - 2 * CONNECTIONS);
  await load({ ...spec, request: read, numbers: { kind: 'random', below } });
  return nextNumber;
}

async function apiAfterLoad(stage: Stage, plan: Plan): Promise<number> {
  const account = await seedAccount(stage.client, 'ee00001-ovh', 41);
  await seedUsers(stage.client, account, 1_000);
  const { process, port } = await stage.api();
  let next = 0;
  for (let round = 0; round < plan.rounds; round += 1) next = await loadAll(port, account.token, plan.seconds, next);
  const resident = process.residentMegabytes;
  await stage.stopAll();
  return resident;
}

async function startEmbedded(
  stage: Stage,
  folder: string,
): Promise<{ process: Running; port: number; afterMs: number }> {
  const [port = 0] = await freePorts(1);
  const begun = performance.now();
  const main = stage.fork('main', join(import.meta.dirname, '../../dist/main.js'), {
    env: {
      PATH: process.env.PATH,
      MALLOC_ARENA_MAX: '2',
      PORT: String(port),
      DATA_DIR: folder,
      DEMO_PASSWORD: PASSWORD,
    },
  });
  while (!(await answersAt(port))) {
    if (main.hasEnded) throw new Error(`The embedded product ended:\n${main.log}`);
    if (performance.now() - begun > LONGEST_START_MS) throw new Error(`No answer in time:\n${main.log}`);
    await pause(10);
  }
  return { process: main, port, afterMs: performance.now() - begun };
}

async function answersAt(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/health/ready`)).ok;
  } catch {
    return false;
  }
}

async function embeddedAfterLoad(stage: Stage, plan: Plan, folder: string): Promise<number> {
  const { process, port } = await startEmbedded(stage, folder);
  const response = await fetch(`http://127.0.0.1:${String(port)}/auth/login`, {
    method: 'POST',
    body: JSON.stringify({ login: 'xx11111-ovh', password: PASSWORD }),
  });
  const { token } = (await response.json()) as { token: string };
  await loadAll(port, token, plan.seconds);
  const resident = process.residentMegabytes;
  await process.stop();
  return resident;
}
