import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { modelOf, type OpenApiDocument, schemasIn, type Schema } from './openapi-3.1.js';
import { completeOperation, type GuardErrors } from './operation-details.js';
import { mapValues, toDialect31 } from './schema-dialect.js';
import { exampleOf } from './schema-example.js';
import { takeErrorExamples } from './error-examples.js';

const ABOUT = `Who may act for whom at a hosting or cloud provider: users of an account and their privileges, contacts of services, and who is asked before they change.

- Everything under \`/1.0\` is served under \`/v1\` too.
- A success is answered with 200 and JSON; where there is nothing to say, the body is \`null\`.
- An error has one shape everywhere: \`class\`, \`message\`, \`errorCode\`, \`httpCode\` and, for fields at fault, \`details\`.
- Before a route is reached, a request that breaks the rules of HTTP or is too large is refused with 400, 404, 408, 413, 415, 417 or 431.
- Lists answer ids; with the header \`X-Pagination-Mode\` they answer whole objects, page by page.
- A \`PUT\` changes the fields that it is given and leaves the rest; \`null\` stands for "not given" or "empty it".
- Every answer carries \`X-OVH-QUERYID\`: quote it when you ask for help.`;

const TAGS: Readonly<Record<string, string>> = {
  'Signing in': 'Sessions and passwords, and who you are to the API.',
  Sessions: 'Where your login is signed in.',
  Groups: 'Groups of users, which give them their role.',
  Audit: 'What was done on your account, by whom and from where.',
  Account: 'The account that you act for.',
  Users: 'Users of your account and their privileges.',
  Access: 'What you may do, and why.',
  Services: 'The services of which your account is a contact.',
  'Contact changes': 'Handing the contacts of a service over, with the consent of everybody concerned.',
  Operation: 'For those who run the service.',
  'Developer inbox': 'The mails of an installation that has no mail server; not there in production.',
};

/** What the document cannot see in the controllers. */
export interface ApiFacts {
  /** Where people reach the API, without a trailing slash. */
  readonly publicUrl: string;
  readonly guardErrors: GuardErrors;
}

/** Describes every route of the application as OpenAPI 3.1, from the decorators of the controllers. */
export function describeApi(app: INestApplication, { publicUrl, guardErrors }: ApiFacts): OpenApiDocument {
  const written = SwaggerModule.createDocument(app, frame(publicUrl), {
    operationIdFactory: (controller, method) => operationId(controller, method),
  }) as unknown as OpenApiDocument;
  const models = withExamples(mapValues(written.components.schemas, toDialect31));
  const paths = mapValues(written.paths, (item) =>
    Object.fromEntries(
      Object.entries(item).map(([method, operation]) => [
        method,
        completeOperation(operation, method, models, guardErrors),
      ]),
    ),
  );
  const schemas = reachable(models, { paths, ...SHARED });
  const examples = takeErrorExamples(paths);
  return {
    ...written,
    openapi: '3.1.0',
    tags: tagsOf(paths),
    paths,
    components: { ...SHARED, ...written.components, schemas, examples },
  };
}

const withExamples = (models: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  mapValues(models, (model) =>
    model.type === 'object' ? { ...model, examples: [exampleOf(model, models)] } : ofWords(model),
  );

/** Nest gives a set of words the description of the first field that holds one. */
const ofWords = ({ type, enum: words }: Schema): Schema => ({
  ...(type === undefined ? {} : { type }),
  ...(words ? { enum: words } : {}),
});

const frame = (publicUrl: string): Parameters<typeof SwaggerModule.createDocument>[1] =>
  new DocumentBuilder()
    .setTitle('Mandate')
    .setDescription(ABOUT)
    .setVersion('1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicUrl, 'This installation')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of `POST /auth/login`.' }, 'bearer')
    .addCookieAuth(
      'mandate_session',
      { type: 'apiKey', in: 'cookie', description: 'The same token, as the cookie that signing in sets.' },
      'cookie',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-Mandate-Csrf',
        description: 'Any value: goes with the cookie whenever something is to be changed.',
      },
      'csrf',
    )
    .build();

const SHARED: Pick<OpenApiDocument['components'], 'headers' | 'responses'> = {
  headers: {
    'X-OVH-QUERYID': {
      description: 'Id of the request, as in the log, the audit trail, messages and mails.',
      required: true,
      schema: { type: 'string', examples: ['mandate.0b6b4f6c-1f5e-4d0f-9d6b-6d1b8b1c7c55'] },
    },
  },
  responses: {
    Unforeseen: {
      description: 'Something went wrong on our side; nothing of what was asked has been done.',
      headers: { 'X-OVH-QUERYID': { $ref: '#/components/headers/X-OVH-QUERYID' } },
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/Error' },
          example: {
            class: 'Server::InternalError',
            message: 'Something went wrong on our side; quote the query id when you ask about it',
            errorCode: 'INTERNAL_ERROR',
            httpCode: '500 Internal Server Error',
          },
        },
      },
    },
  },
};

/** `IdentityUsersController.disable` → `identityUsersDisable`. */
function operationId(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return subject.charAt(0).toLowerCase() + subject.slice(1) + method.charAt(0).toUpperCase() + method.slice(1);
}

function tagsOf(paths: OpenApiDocument['paths']): OpenApiDocument['tags'] {
  const used = new Set(Object.values(paths).flatMap((item) => Object.values(item).flatMap(({ tags }) => tags)));
  return [...used].map((name) => ({ name, description: TAGS[name] ?? '' }));
}

/** Only models that a route leads to: the controllers of messages bring others along. */
function reachable(models: Readonly<Record<string, Schema>>, roots: object): Record<string, Schema> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    for (const { $ref } of schemasIn(node)) {
      if (typeof $ref !== 'string' || !$ref.startsWith('#/components/schemas/') || found.has(modelOf($ref))) continue;
      found.add(modelOf($ref));
      visit(models[modelOf($ref)]);
    }
  };
  visit(roots);
  return Object.fromEntries(Object.entries(models).filter(([name]) => found.has(name)));
}
