/** `npm run docs`: writes what can be told from the sources, into docs/generated and the READMEs of modules. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDocuments } from './documents.ts';
import { ROOT } from './root.ts';

for (const [file, text] of await makeDocuments()) {
  const path = join(ROOT, file);
  mkdirSync(dirname(path), { recursive: true });
  if (textIn(path) === text) continue;
  writeFileSync(path, text);
  process.stdout.write(`wrote ${file}\n`);
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
