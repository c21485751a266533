import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './root.ts';

/** Every source file of the server, parsed. */
export function readSources(): ts.SourceFile[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .sort()
    .map((file) =>
      ts.createSourceFile(file, readFileSync(join(ROOT, 'src', file), 'utf8'), ts.ScriptTarget.ES2023, true),
    );
}

/** Every node of a kind, in the order of the files. */
export function nodesOf<T extends ts.Node>(
  sources: readonly ts.SourceFile[],
  isWanted: (node: ts.Node) => node is T,
): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  sources.forEach(visit);
  return found;
}

/** The doc comment in front of a declaration, as one paragraph. */
export function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' ').trim();
}

export interface Decoration {
  readonly name: string;
  readonly args: readonly ts.Expression[];
}

/** The decorators of a class or member that are written as calls. */
export function decoratorsOf(node: ts.HasDecorators): Decoration[] {
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
    ts.isCallExpression(expression) ? [{ name: expression.expression.getText(), args: expression.arguments }] : [],
  );
}

/** Text of a string literal; the source of anything else. */
export const textOf = (node: ts.Node): string => (ts.isStringLiteralLike(node) ? node.text : node.getText());

/** Value of a property of an object literal. */
export function propertyOf(node: ts.Node | undefined, name: string): ts.Expression | undefined {
  if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.find((property) => property.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}
