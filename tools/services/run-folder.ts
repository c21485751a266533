import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { codeOf } from './reason.ts';

const PREFIX = 'mandate-server-';
const OWNER_FILE = 'owner.pid';

/**
 * A new folder for one server, outside of the checkout: PostgreSQL refuses to run as root, and the user that it runs
 * as may not be able to enter the checkout.
 *
 * @param account who the folder belongs to; not given: the current user
 */
export function newRunFolder(name: string, account?: Account): string {
  sweepAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${name}-`));
  writeFileSync(join(folder, OWNER_FILE), String(process.pid));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

/**
 * Ends servers of runs that were killed and removes their folders. A process belongs to a folder when its command
 * line or environment names it, so a pid that was given to somebody else meanwhile is left alone.
 */
export function sweepAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = ownerOf(folder);
    if (owner === undefined || isAlive(owner)) continue;
    for (const pid of processesOf(folder)) kill(pid);
    remove(folder);
  }
}

/** What cannot be removed belongs to somebody else and is theirs to sweep. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}

function ownerOf(folder: string): number | undefined {
  const text = readOrEmpty(join(folder, OWNER_FILE));
  return text === '' ? undefined : Number(text);
}

/** Linux only; elsewhere the servers of a killed run stay until they are stopped by hand. */
function processesOf(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => ['cmdline', 'environ'].some((file) => readOrEmpty(`/proc/${pid}/${file}`).includes(folder)))
    .map(Number);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself between the listing and now.
  }
}
