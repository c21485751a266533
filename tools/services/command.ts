import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface CommandResult {
  readonly code: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeoutMs?: number;
}

/** Runs a program to its end and never throws: a program that cannot be started has code 127. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { timeoutMs, ...spawning } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawning, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Node's own `timeout` goes on ticking, and holds the process, when the program could not be started.
    const limit = timeoutMs === undefined ? undefined : setTimeout(() => child.kill(), timeoutMs);
    const end = (result: CommandResult): void => {
      clearTimeout(limit);
      resolve(result);
    };
    child.on('error', (error) => {
      end({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      end({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Full path of the first of these programs that stands on the PATH or in one of the further folders. */
export function findProgram(names: readonly string[], folders: readonly string[] = []): string | undefined {
  const everywhere = [...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...folders];
  return names.flatMap((name) => everywhere.map((folder) => join(folder, name))).find(isExecutable);
}

/** Folders `<parent>/<version>/<below>`, newest version first; empty when there are none. */
export function versionedFolders(parent: string, below: string): string[] {
  try {
    return readdirSync(parent)
      .sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
      .map((version) => join(parent, version, below));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
