import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.ts';

/** The parts of the OpenAPI document that the pages show. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-mandate-permission'?: string;
  readonly 'x-mandate-rule'?: string;
}

/** What the built program says of itself (`src/describe.ts`). */
export interface Description {
  readonly openapi: OpenApi;
  readonly errors: readonly {
    readonly code: string;
    readonly meaning: string;
    readonly body: { readonly class: string; readonly errorCode: string; readonly httpCode: string };
  }[];
}

const LARGEST_BYTES = 64 * 1024 * 1024;

/** Asks the built program. */
export async function describe(): Promise<Description> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'dist/describe.js')], {
    cwd: ROOT,
    maxBuffer: LARGEST_BYTES,
  });
  return JSON.parse(stdout) as Description;
}
