import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NEVER_INPUT = new Set(['node_modules', 'dist', '.git']);

/**
 * Every file below the given files and folders, sorted; what does not exist counts as empty.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`
 * @returns {string[]} paths relative to `root`
 */
export function filesBelow(root, paths) {
  return paths.flatMap((path) => {
    const full = join(root, path);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [path];
    const entries = readdirSync(full).filter((name) => !NEVER_INPUT.has(name));
    return filesBelow(
      root,
      entries.sort().map((name) => join(path, name)),
    );
  });
}

/**
 * A digest of names and contents. Contents, not times: a checkout or a copy of the tree does not make a build stale.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`
 */
export function digestOf(root, paths) {
  const hash = createHash('sha256');
  for (const file of filesBelow(root, paths)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
