import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDocuments } from '../../tools/docs/documents.ts';
import { ROOT } from '../../tools/docs/root.ts';

const documents = await makeDocuments();

describe('generated documents', () => {
  it.each([...documents.keys()])('%s is as `npm run docs` would write it today', (file) => {
    // Compared by line, so that a failure shows the lines that differ and not a megabyte.
    expect(readFileSync(join(ROOT, file), 'utf8').split('\n')).toEqual(documents.get(file)?.split('\n'));
  });

  it('name every variable, message and mail with its meaning', () => {
    for (const page of ['env', 'messages', 'mails', 'errors', 'routes']) {
      const text = documents.get(`docs/generated/${page}.md`) ?? '';
      expect(text.split('\n').length).toBeGreaterThan(20);
    }
    expect(documents.get('docs/generated/messages.md')).toContain('## `contacts.token-due`');
    expect(documents.get('docs/generated/mails.md')).toContain('## `contacts/change-request`');
    expect(documents.get('docs/generated/errors.md')).toContain('`contacts.invalid-token`');
  });
});
