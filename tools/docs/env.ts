import ts from 'typescript';
import { code, page, table } from './markdown.ts';
import { commentOf, type Decoration, decoratorsOf, nodesOf, propertyOf, textOf } from './sources.ts';

/** Every variable of the environment, from the class that reads them. */
export function envPage(sources: readonly ts.SourceFile[]): string {
  const env = nodesOf(sources, ts.isClassDeclaration).find(({ name }) => name?.text === 'Env');
  const fields = env?.members.filter((member) => ts.isPropertyDeclaration(member)) ?? [];
  const rows = fields.map((field) => [
    code(field.name.getText()),
    commentOf(field),
    field.initializer ? code(textOf(field.initializer)) : '',
    decoratorsOf(field)
      .flatMap((decoration) => ruleOf(decoration))
      .join('; '),
  ]);
  return page(
    'Environment',
    'All variables are optional where the default or the meaning says so. A wrong one keeps the process from starting, with a sentence that names it. An empty variable counts as not set.',
    table(['Variable', 'Meaning', 'Default', 'Rule'], rows),
  );
}

const WORDS: Readonly<Record<string, (args: readonly ts.Expression[]) => string>> = {
  IsInt: () => 'a whole number',
  Min: ([least]) => `at least ${least?.getText() ?? ''}`,
  Max: ([most]) => `at most ${most?.getText().replaceAll('_', '') ?? ''}`,
  MinLength: ([least]) =>
    least?.getText() === '1' ? 'not empty' : `at least ${least?.getText() ?? ''} characters long`,
  IsIn: ([words]) => `one of ${listOf(words).map(code).join(', ')}`,
  IsUrl: ([options]) =>
    `a URL that begins with ${listOf(propertyOf(options, 'protocols'))
      .map((protocol) => code(`${protocol}://`))
      .join(' or ')}`,
  Matches: ([pattern, options]) =>
    textOf(propertyOf(options, 'message') ?? pattern ?? ts.factory.createStringLiteral('')).replace(
      /^must (?:be )?/,
      '',
    ),
};

const ruleOf = ({ name, args }: Decoration): string[] => {
  const words = WORDS[name]?.(args);
  return words === undefined ? [] : [words];
};

const listOf = (node: ts.Node | undefined): string[] =>
  node && ts.isArrayLiteralExpression(node) ? node.elements.map(textOf) : [];
