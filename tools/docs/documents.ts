import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from './description.ts';
import { envPage } from './env.ts';
import { errorsPage } from './errors.ts';
import { mailsPage } from './mails.ts';
import { messagesPage } from './messages.ts';
import { ROOT } from './root.ts';
import { routesPage } from './routes.ts';
import { readSources } from './sources.ts';
import { withStateDiagram } from './state-diagram.ts';

const CONTACTS = 'src/modules/contacts/README.md';

/**
 * Everything that is written from the sources and the built program.
 *
 * @returns path below the project's folder → what the file has to hold
 */
export async function makeDocuments(): Promise<ReadonlyMap<string, string>> {
  const sources = readSources();
  const description = await describe();
  return new Map([
    ['docs/generated/openapi.json', `${JSON.stringify(description.openapi, null, 2)}\n`],
    ['docs/generated/errors.md', errorsPage(description)],
    ['docs/generated/routes.md', routesPage(description)],
    ['docs/generated/env.md', envPage(sources)],
    ['docs/generated/messages.md', messagesPage(sources)],
    ['docs/generated/mails.md', mailsPage(sources)],
    [CONTACTS, withStateDiagram(readFileSync(join(ROOT, CONTACTS), 'utf8'))],
  ]);
}
