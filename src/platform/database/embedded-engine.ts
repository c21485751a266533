import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';
import { lockFolder } from './folder-lock.js';

/** The first start makes the cluster in a process of its own: it takes 1.1 GB for a moment, which WASM never gives back. */
const MAKE_CLUSTER = `
import { PGlite } from '@electric-sql/pglite';
const engine = await PGlite.create({ dataDir: process.argv[1] });
await engine.close();
`;

async function makeCluster(dataDir: string): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', MAKE_CLUSTER, dataDir], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The embedded database could not be made in ${dataDir}`);
}

/** MikroORM keeps dates as text until it hydrates them; arrays of dates are not used with this engine. */
const parsers = createPostgreSqlTypeParsers((text) => [text]);

/** The embedded PostgreSQL of one folder, which it keeps locked until {@link EmbeddedEngine.close}. */
export class EmbeddedEngine {
  private constructor(
    readonly pglite: PGlite,
    private readonly unlock: () => void,
  ) {}

  /**
   * @param folder `DATA_DIR`; the cluster lies in its `pg` folder
   * @param settings of the one connection, `name=value`
   * @throws {ConfigurationError} if another process uses the folder
   */
  static async open(folder: string, settings: readonly string[]): Promise<EmbeddedEngine> {
    const unlock = lockFolder(folder);
    try {
      // Absolute: the child that makes it runs in another folder.
      const dataDir = resolve(folder, 'pg');
      if (!existsSync(resolve(dataDir, 'PG_VERSION'))) await makeCluster(dataDir);
      const pglite = await PGlite.create({ dataDir, parsers });
      await pglite.exec(settings.map((setting) => `set ${setting};`).join(''));
      return new EmbeddedEngine(pglite, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pglite.close();
    this.unlock();
  }
}
