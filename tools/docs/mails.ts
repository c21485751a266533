import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { code, page, table } from './markdown.ts';
import { ROOT } from './root.ts';
import { commentOf, nodesOf, propertyOf, textOf } from './sources.ts';

/** Every mail: to whom and when it goes, what it is made of, its subjects. */
export function mailsPage(sources: readonly ts.SourceFile[]): string {
  const views = new Map(nodesOf(sources, ts.isInterfaceDeclaration).map((one) => [one.name.text, one]));
  const sections = nodesOf(sources, ts.isVariableStatement).flatMap((statement) => {
    const call = definitionIn(statement);
    const template = propertyOf(call?.arguments[0], 'template');
    if (!call || !template) return [];
    const view = call.typeArguments?.[0]?.getText() ?? '';
    return [sectionOf(textOf(template), commentOf(statement), fieldsOf(view, views))];
  });
  return page(
    'Mails',
    'Every mail exists in French and English, as HTML and as plain text; the language is that of the recipient’s account. `npm run mails` shows them all.',
    ...sections,
  );
}

/** The call of `defineMail` that a statement consists of. */
function definitionIn({ declarationList }: ts.VariableStatement): ts.CallExpression | undefined {
  const call = declarationList.declarations[0]?.initializer;
  return call && ts.isCallExpression(call) && call.expression.getText() === 'defineMail' ? call : undefined;
}

const sectionOf = (template: string, when: string, fields: readonly string[][]): string =>
  [
    `## ${code(template)}`,
    when,
    `Subject: ${code(subjectOf(template, 'en'))}, in French ${code(subjectOf(template, 'fr'))}.`,
    table(['Field', 'Type', 'Meaning'], fields),
  ].join('\n\n');

const subjectOf = (template: string, language: string): string =>
  readFileSync(join(ROOT, 'templates', template, `${language}.subject.hbs`), 'utf8')
    .replace(/\{\{!.*?\}\}/gs, '')
    .trim();

/** The fields of a view, those that it inherits first. */
function fieldsOf(view: string, views: ReadonlyMap<string, ts.InterfaceDeclaration>): string[][] {
  const declaration = views.get(view);
  if (!declaration) return [];
  const parents =
    declaration.heritageClauses?.flatMap(({ types }) => types.map((one) => one.expression.getText())) ?? [];
  const own = declaration.members.filter((member) => ts.isPropertySignature(member));
  return [
    ...parents.flatMap((parent) => fieldsOf(parent, views)),
    ...own.map((field) => [code(field.name.getText()), code(field.type?.getText() ?? ''), commentOf(field)]),
  ];
}
