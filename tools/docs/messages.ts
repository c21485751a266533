import ts from 'typescript';
import { code, page, table } from './markdown.ts';
import { commentOf, decoratorsOf, nodesOf, propertyOf, textOf } from './sources.ts';

const ROOTS = ['DomainEvent', 'InboundMessage'];

/** Every message that leaves or enters through the broker: its key, fields and who handles it. */
export function messagesPage(sources: readonly ts.SourceFile[]): string {
  const classes = new Map(nodesOf(sources, ts.isClassDeclaration).map((one) => [one.name?.text ?? '', one]));
  const consumers = consumersOf([...classes.values()]);
  const messages = [...classes.values()].flatMap((message) => {
    const line = ancestry(message, classes);
    const type = staticType(message);
    return type === undefined || line === undefined ? [] : [{ message, type, line }];
  });
  const sections = messages
    .sort((one, other) => (one.type < other.type ? -1 : 1))
    .map(({ message, type, line }) => {
      const fields = [...line].reverse().flatMap(fieldsOf);
      return [
        `## ${code(type)}`,
        commentOf(message),
        `Class ${code(message.name?.text ?? '')}, ${line.some(isInbound) ? 'sent to us by other services' : 'published by Mandate'}.`,
        fields.length === 0 ? 'No fields.' : table(['Field', 'Type', 'Meaning'], fields),
        handledBy(consumers.get(message.name?.text ?? '') ?? []),
      ].join('\n\n');
    });
  return page(
    'Messages',
    'Published on the topic exchange `<namespace>.events` with the type as routing key, JSON, persistent. Messages carry ids and plain values; who handles one reads the present state. Every message may arrive more than once.',
    ...sections,
  );
}

const parentOf = (message: ts.ClassDeclaration): string =>
  message.heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText() ?? '';

const isInbound = (message: ts.ClassDeclaration): boolean => parentOf(message) === 'InboundMessage';

/** The class and those it extends, up to the root of all messages; nothing for a class that is no message. */
function ancestry(
  message: ts.ClassDeclaration,
  classes: ReadonlyMap<string, ts.ClassDeclaration>,
): ts.ClassDeclaration[] | undefined {
  const parent = parentOf(message);
  if (ROOTS.includes(parent)) return [message];
  const next = classes.get(parent);
  const line = next && ancestry(next, classes);
  return line && [message, ...line];
}

const propertiesOf = (message: ts.ClassDeclaration): ts.PropertyDeclaration[] =>
  message.members.filter((member) => ts.isPropertyDeclaration(member));

function staticType(message: ts.ClassDeclaration): string | undefined {
  const type = propertiesOf(message).find(({ name }) => name.getText() === 'type')?.initializer;
  return type && textOf(type);
}

const fieldsOf = (message: ts.ClassDeclaration): string[][] =>
  propertiesOf(message)
    .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
    .map((field) => [
      code(field.name.getText() + (field.questionToken ? '?' : '')),
      code(field.type?.getText() ?? ''),
      commentOf(field),
    ]);

interface Handler {
  readonly queue: string;
  readonly method: string;
  readonly outside: boolean;
}

/** Name of each message's class → who handles it. */
function consumersOf(classes: readonly ts.ClassDeclaration[]): Map<string, Handler[]> {
  const handlers = new Map<string, Handler[]>();
  for (const [message, handler] of classes.flatMap(handlersIn))
    handlers.set(message, [...(handlers.get(message) ?? []), handler]);
  return handlers;
}

function handlersIn(consumer: ts.ClassDeclaration): (readonly [string, Handler])[] {
  const queue = decoratorsOf(consumer).find(({ name }) => name === 'Consumer')?.args[0];
  if (!queue) return [];
  const methods = consumer.members.filter((member) => ts.isMethodDeclaration(member));
  return methods.flatMap((method) =>
    decoratorsOf(method)
      .filter(({ name }) => name === 'OnEvent')
      .map(({ args: [message, options] }) => {
        const transaction = propertyOf(options, 'transaction');
        const outside = transaction !== undefined && textOf(transaction) === 'outside';
        const name = `${consumer.name?.text ?? ''}.${method.name.getText()}`;
        return [message?.getText() ?? '', { queue: textOf(queue), method: name, outside }] as const;
      }),
  );
}

const handledBy = (handlers: readonly Handler[]): string =>
  handlers.length === 0
    ? 'Handled by nobody here: for other services.'
    : handlers
        .map(
          ({ queue, method, outside }) =>
            `Handled by ${code(method)} from the queue ${code(queue)}, ${outside ? 'at least once, because it talks to the outside world' : 'exactly once, in one transaction'}.`,
        )
        .join('\n');
