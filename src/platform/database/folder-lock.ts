import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../config/env.js';

/** Moment the process was started, in kernel ticks since boot: tells a living owner from a reused process id. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The command name may hold spaces and brackets; field 22 is counted after its closing bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Two processes on one embedded database destroy it without a word, so the folder belongs to one process at a time.
 *
 * @returns a function that gives the folder back
 * @throws {ConfigurationError} naming the process that has the folder
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'mandate.lock');
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${String(process.pid)} ${startOf(process.pid)}`);
      closeSync(handle);
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [pid = '', start = ''] = readFileSync(file, 'utf8').split(' ');
      if (isAlive(Number(pid)) && startOf(Number(pid)) === start) {
        throw new ConfigurationError(
          `DATA_DIR ${folder} is in use by process ${pid}: stop it first, or give this one another DATA_DIR`,
        );
      }
      rmSync(file, { force: true });
    }
  }
}
