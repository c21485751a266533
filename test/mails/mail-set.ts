import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mail } from '../../src/platform/mail/mail.js';
import { MailRenderer } from '../../src/platform/mail/mail-renderer.js';
import { compileTemplates } from '../../tools/mails/compile.mjs';

export const PUBLIC_URL = 'https://mandate.example';
export const FRAME = { account: 'xx11111-ovh', publicUrl: PUBLIC_URL };

const MODULES = resolve(import.meta.dirname, '../../src/modules');

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the test file is through. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-mails-'));
  folders.push(folder);
  return folder;
}

/** Compiles the templates as they are in the tree now, whatever an earlier build left behind. */
export async function freshTemplates(): Promise<string> {
  const root = join(scratchFolder(), 'templates');
  await compileTemplates({ to: root });
  return root;
}

export async function freshRenderer(): Promise<MailRenderer> {
  return new MailRenderer(await freshTemplates());
}

/** Every mail that any module exports from its `<module>.mails.ts`: a new one is tested without being listed. */
export async function allMails(): Promise<[name: string, mail: Mail][]> {
  const files = readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.mails.ts'),
  );
  const found: [string, Mail][] = [];
  for (const file of files.sort()) {
    const names = (await import(join(MODULES, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(names)) if (isMail(value)) found.push([name, value]);
  }
  return found;
}

function isMail(value: unknown): value is Mail {
  return typeof value === 'object' && value !== null && 'template' in value && 'sample' in value;
}
