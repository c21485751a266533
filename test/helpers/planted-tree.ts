import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, run } from '../../tools/services/command.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A small tree outside of the checkout, with the checkout's packages, on which the checkout's tools are let loose. */
export class PlantedTree implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'mandate-planted-'));

  constructor(files: Readonly<Record<string, string>>) {
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program of node_modules.
 *
 * @param command path below node_modules, and arguments
 * @param cwd where it runs; not given: the checkout
 */
export function runTool([program = '', ...args]: readonly string[], cwd = ROOT): Promise<CommandResult> {
  return run(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
  });
}
