/** ESLint rules of our own; each message says what to do instead. Planted violations: test/architecture.spec.ts. */
import { basename } from 'node:path';

const OWNERLESS = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'base', 'common', 'shared', 'impl']);

const wordsOf = (name) => name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());

const ownerlessWordIn = (name) => wordsOf(name).find((word) => OWNERLESS.has(word));

/** A name with such a word marks a thing whose owner was not found. */
const namesHaveAnOwner = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { ownerless: 'Name the idea: "{{word}}" in "{{name}}" says nothing about what it is for.' },
  },
  create(context) {
    const check = (node, name) => {
      const word = ownerlessWordIn(name);
      if (word !== undefined) context.report({ node, messageId: 'ownerless', data: { word, name } });
    };
    const checkDeclaration = (node) => {
      if (node.id) check(node.id, node.id.name);
    };
    return {
      Program: (node) => check(node, basename(context.filename)),
      ClassDeclaration: checkDeclaration,
      FunctionDeclaration: checkDeclaration,
      TSInterfaceDeclaration: checkDeclaration,
      TSTypeAliasDeclaration: checkDeclaration,
    };
  },
};

/** Nest hands a constructor its collaborators, so it may have more parameters than a function that people call. */
const fewParameters = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { functions: { type: 'integer' }, constructors: { type: 'integer' } } }],
    messages: { many: '{{count}} parameters, {{max}} allowed: pass one object with named fields, or split the class.' },
  },
  create(context) {
    const [limits] = context.options;
    const check = (node) => {
      const isConstructor = node.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor';
      const max = isConstructor ? limits.constructors : limits.functions;
      const count = node.params.length;
      if (count > max) context.report({ node, messageId: 'many', data: { count: String(count), max: String(max) } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

/** A limit may be passed with a reason, so a reason there must be. */
const exceptionsHaveReasons = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { silent: 'Say why, after two dashes: `{{directive}} rule-name -- the reason`.' },
  },
  create(context) {
    const directives = /^\s*(eslint-disable(?:-next-line|-line)?)\b/;
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const directive = directives.exec(comment.value)?.[1];
          if (directive === undefined || /\s--\s+\S/.test(comment.value)) continue;
          context.report({ loc: comment.loc, messageId: 'silent', data: { directive } });
        }
      },
    };
  },
};

export const houseRules = {
  rules: {
    'names-have-an-owner': namesHaveAnOwner,
    'few-parameters': fewParameters,
    'exceptions-have-reasons': exceptionsHaveReasons,
  },
};
