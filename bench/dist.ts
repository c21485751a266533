import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads a module of the built product: what is measured is what `npm start` runs. Its types come from the source:
 * `await product<typeof import('../src/…/x.js')>('…/x.js')`.
 */
export const product = <T>(file: string): Promise<T> =>
  import(pathToFileURL(join(import.meta.dirname, '../dist', file)).href) as Promise<T>;
