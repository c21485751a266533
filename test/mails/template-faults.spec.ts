import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contactChangeRequest } from '../../src/modules/contacts/contacts.mails.js';
import { MailRenderer } from '../../src/platform/mail/mail-renderer.js';
import { compileTemplates } from '../../tools/mails/compile.mjs';
import { FRAME, scratchFolder } from './mail-set.js';
import { templateNames } from './template-names.js';

const MAIL = 'contacts/change-request/en';

/** A copy of the templates with one thing wrong, compiled. */
async function compileWith(file: string, edit: (source: string) => string): Promise<string> {
  const folder = scratchFolder();
  const from = join(folder, 'source');
  cpSync(resolve(import.meta.dirname, '../../templates'), from, { recursive: true });
  writeFileSync(join(from, file), edit(readFileSync(join(from, file), 'utf8')));
  const to = join(folder, 'compiled');
  await compileTemplates({ from, to });
  return to;
}

const renderFrom = (root: string): unknown =>
  new MailRenderer(root).render(contactChangeRequest, 'en', contactChangeRequest.sample, FRAME);

describe('a planted typo', () => {
  it.each([
    ['in a value', '{{changeId}}', '{{changeIdd}}'],
    ['in a condition', '{{#if alone}}', '{{#if allone}}'],
    ['in an argument', '{{date expiresAt}}', '{{date expiresAtt}}'],
    ['in the argument of a link', '{{urlPart token}}', '{{urlPart tokken}}'],
    ['below an object', '{{plain service.name}}', '{{plain service.nam}}'],
  ])('%s stops the mail', async (_where, right, wrong) => {
    const root = await compileWith(
      `${MAIL}.text.hbs`,
      (source) => `${source}\n${right.replace(right, wrong)}${wrong.includes('#if') ? '{{/if}}' : ''}`,
    );
    expect(() => renderFrom(root)).toThrow();
  });

  it('is seen by the comparison of names, where strict mode would not look', async () => {
    const root = await compileWith(`${MAIL}.mjml.hbs`, (source) =>
      source.replace('{{> change-answer}}', '{{> button label="Go" url="{{@publicUrl}}/{{urlPart tokken}}"}}'),
    );
    const { view } = templateNames(readFileSync(join(root, `${MAIL}.html.hbs`), 'utf8'));
    expect([...view].filter((name) => !(name in contactChangeRequest.sample))).toEqual(['tokken']);
  });
});

describe('the compiler names the file', () => {
  it.each([
    ['MJML that is not valid', (source: string) => source.replace('<mj-text>', '<mj-text colour="red">')],
    ['a partial that does not exist', (source: string) => source.replace('{{> change-answer}}', '{{> change-anser}}')],
    ['a partial without its argument', (source: string) => source.replace('{{> heading text=', '{{> heading txt=')],
    [
      'a condition that MJML would drop',
      (source: string) => source.replace('{{> change-answer}}', '{{#if alone}}\n{{> change-answer}}\n{{/if}}'),
    ],
    ['a block that is not closed', (source: string) => source.replace('<mj-text>', '<mj-text>{{#if alone}}')],
  ])('of %s', async (_what, edit) => {
    await expect(compileWith(`${MAIL}.mjml.hbs`, edit)).rejects.toThrow(`templates/${MAIL}.mjml.hbs`);
  });

  it('that is missing', async () => {
    const from = join(scratchFolder(), 'source');
    cpSync(resolve(import.meta.dirname, '../../templates'), from, { recursive: true });
    rmSync(join(from, `${MAIL}.text.hbs`));
    await expect(compileTemplates({ from, to: join(from, '../compiled') })).rejects.toThrow(
      `templates/${MAIL}.text.hbs`,
    );
  });
});

it('compiles to the same bytes each time', async () => {
  const [first, second] = [
    await compileWith(`${MAIL}.text.hbs`, String),
    await compileWith(`${MAIL}.text.hbs`, String),
  ];
  for (const part of ['html', 'text', 'subject']) {
    expect(readFileSync(join(second, `${MAIL}.${part}.hbs`))).toEqual(readFileSync(join(first, `${MAIL}.${part}.hbs`)));
  }
});

it('says what to do when nothing is compiled', () => {
  expect(() => new MailRenderer('/nowhere/templates')).toThrow('Run "npm run build"');
});
