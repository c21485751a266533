import { describeErrors, type DocumentedError } from '../http/error-description.js';
import { httpErrors } from '../http/http.errors.js';
import type { MediaType, Operation, Response, Schema } from './openapi-3.1.js';
import { mapValues, toDialect31 } from './schema-dialect.js';
import { exampleOf } from './schema-example.js';

const JSON_TYPE = 'application/json';
const SAFE_METHODS: readonly string[] = ['get', 'head', 'options'];
const QUERY_ID = { 'X-OVH-QUERYID': { $ref: '#/components/headers/X-OVH-QUERYID' } };
const UNFORESEEN = { '500': { $ref: '#/components/responses/Unforeseen' } as Response };

/** What can be answered before a route of this permission is reached. */
export type GuardErrors = (permission: string, changes: boolean) => readonly DocumentedError[];

type Models = Readonly<Record<string, Schema>>;

/** Adds to an operation what follows from what it is: sign-in, the errors of guard and parsing, headers and examples. */
export function completeOperation(
  operation: Operation,
  method: string,
  models: Models,
  guardErrors: GuardErrors,
): Operation {
  const changes = !SAFE_METHODS.includes(method);
  const permission = operation['x-mandate-permission'];
  const errors = [...parsingErrors(operation), ...(permission === undefined ? [] : guardErrors(permission, changes))];
  const parameters = operation.parameters.map((parameter) => ({ ...parameter, schema: toDialect31(parameter.schema) }));
  const { requestBody } = operation;
  return {
    ...operation,
    description: descriptionOf(operation),
    parameters,
    ...(requestBody
      ? { requestBody: { ...requestBody, content: mapValues(requestBody.content, withExample(models)) } }
      : {}),
    responses: { ...responsesOf(operation, errors, models), ...UNFORESEEN },
    security: permission === undefined ? [] : waysToSignIn(changes),
  };
}

function parsingErrors({ parameters, requestBody }: Operation): DocumentedError[] {
  return [
    ...(parameters.length > 0 || requestBody ? [httpErrors.invalidFields] : []),
    ...(requestBody ? [httpErrors.malformedJson] : []),
  ];
}

/** A browser sends the cookie by itself, hence the header that other sites cannot send. */
const waysToSignIn = (changes: boolean): Record<string, string[]>[] => [
  { bearer: [] },
  changes ? { cookie: [], csrf: [] } : { cookie: [] },
];

const NEEDS: Readonly<Record<string, string>> = {
  self: 'Needs: being signed in.',
  read: 'Needs: the permission `read` (privilege None, User or Administrator).',
  write: 'Needs: the permission `write` (privilege User or Administrator).',
  'manage-users': 'Needs: the permission `manage-users` (privilege Administrator).',
};

function descriptionOf(operation: Operation): string {
  const permission = operation['x-mandate-permission'];
  const rule = operation['x-mandate-rule'];
  const needs = permission === undefined ? 'Open to everybody.' : (NEEDS[permission] ?? `Needs: \`${permission}\`.`);
  const alsoNeeds = rule === undefined ? '' : ` Your account must be ${rule}.`;
  return [operation.description ?? '', `${needs}${alsoNeeds}`].filter(Boolean).join('\n\n');
}

function responsesOf(operation: Operation, errors: readonly DocumentedError[], models: Models): Operation['responses'] {
  const responses = mapValues(successAs200(operation.responses), (response) => completeResponse(response, models));
  for (const { status, description, examples } of describeErrors(errors)) {
    const present = responses[String(status)];
    const known = present?.content?.[JSON_TYPE]?.examples ?? {};
    // A route may have named the same error itself.
    const lines = description.split('\n\n').filter((line) => !(present?.description.includes(line) ?? false));
    responses[String(status)] = {
      description: [present?.description ?? '', ...lines].filter(Boolean).join('\n\n'),
      headers: QUERY_ID,
      content: {
        [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' }, examples: { ...known, ...examples } },
      },
    };
  }
  return responses;
}

/** Nest documents 201 for a POST; our adapter answers 200 to everything. */
function successAs200({ '201': created, ...responses }: Operation['responses']): Operation['responses'] {
  return created === undefined ? responses : { '200': created, ...responses };
}

function completeResponse(response: Response, models: Models): Response {
  const isVoid = response.content === undefined;
  const content = response.content ?? { [JSON_TYPE]: { schema: { type: 'null' }, example: null } };
  return {
    ...response,
    description: response.description || (isVoid ? 'Done; the body is `null`.' : 'What was asked for.'),
    headers: { ...QUERY_ID, ...response.headers },
    content: mapValues(content, withExample(models)),
  };
}

const withExample =
  (models: Models) =>
  (media: MediaType): MediaType => {
    const schema = toDialect31(media.schema);
    // A model carries its own example.
    if ('example' in media || media.examples || schema.$ref !== undefined) return { ...media, schema };
    if (schema.oneOf) return { ...media, schema, examples: examplesOfEach(schema.oneOf, models) };
    return { ...media, schema, example: exampleOf(schema, models) };
  };

/** A list answers ids or whole objects; each has its example. */
const examplesOfEach = (schemas: readonly Schema[], models: Models): NonNullable<MediaType['examples']> =>
  Object.fromEntries(
    schemas.map((schema, index) => [
      index === 0 ? 'ids' : 'objects',
      {
        summary: index === 0 ? 'Without a pagination mode' : 'With a pagination mode',
        value: exampleOf(schema, models),
      },
    ]),
  );
