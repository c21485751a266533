import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
const ABANDONED_AFTER_MS = 15_000;
const ASK_AGAIN_MS = 100;

/**
 * Runs `work` while no other process holds the lock file, waiting for as long as its holder lives. The holder touches
 * the file while it works, so a lock whose holder was killed, or lived in a container that is gone, frees itself.
 *
 * @template T
 * @param {string} file path of the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` gives
 */
export async function withLock(file, work) {
  await mkdir(dirname(file), { recursive: true });
  while (!(await acquired(file))) {
    if (await isAbandoned(file)) await remove(file);
    else await pause(ASK_AGAIN_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

/** A hard link appears together with its content and fails when the name is taken: no moment with an empty lock. */
async function acquired(file) {
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, String(process.pid));
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

async function isAbandoned(file) {
  try {
    const { mtimeMs } = await stat(file);
    return Date.now() - mtimeMs > ABANDONED_AFTER_MS || !isAlive(Number(await readFile(file, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Takes an abandoned lock away. Another process may have replaced it meanwhile: then it is given back. */
async function remove(file) {
  const aside = `${file}.abandoned.${process.pid}`;
  try {
    await rename(file, aside);
    if (!(await isAbandoned(aside))) await link(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  await rm(aside, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
