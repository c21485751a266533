/** @needs postgres */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line no-restricted-imports -- the dialect of OpenAPI 3.1 is published under this path only
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RouteCatalogue } from '../../src/modules/rbac/index.js';
import type { OpenApiDocument, Operation } from '../../src/platform/openapi/openapi-3.1.js';
import type { Caller } from '../helpers/caller.ts';
import { type RunningApp, startApp } from '../helpers/start-app.ts';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/generated/openapi.json'), 'utf8'),
) as OpenApiDocument;

/** `GET /1.0/me` → what the document says of it. */
const operations = new Map(
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  ),
);

/** What a route can answer because of what it is, whoever wrote it. */
function expectedErrors(route: string, { parameters, requestBody, ...operation }: Operation): string[] {
  const permission = operation['x-mandate-permission'];
  const mayRefuse = permission !== undefined && (permission !== 'self' || changes(route));
  return [
    ...(permission === undefined ? [] : ['401']),
    ...(mayRefuse ? ['403'] : []),
    ...(requestBody || parameters.length > 0 ? ['400'] : []),
    '500',
  ];
}

const changes = (route: string): boolean => !route.startsWith('GET ');

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and nothing of an older dialect is left in it', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document)).not.toMatch(/"nullable"|"allOf"/);
  });

  it('has serviceInfos and changeContact for each of the 39 types of service', () => {
    const paths = Object.entries(document.paths);
    const infos = paths.filter(([path]) => path.endsWith('/serviceInfos'));
    const contacts = paths.filter(([path]) => path.endsWith('/changeContact'));
    expect([infos.length, contacts.length]).toEqual([39, 39]);
    for (const [, item] of infos) expect(Object.keys(item)).toEqual(['get', 'put']);
    for (const [path, { post }] of contacts) {
      const parameter = /\{(\w+)\}/.exec(path)?.[1];
      expect(post?.parameters.map(({ name }) => name)).toEqual([parameter]);
      expect(post?.requestBody?.content['application/json']?.schema).toEqual({
        $ref: '#/components/schemas/ChangeContactBody',
      });
    }
  });

  it('gives every operation a name of its own', () => {
    const names = [...operations.values()].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  });

  it.each([...operations])('says what %s does, to whom it is open, and how it can fail', (route, operation) => {
    const { summary, description = '', responses, security } = operation;
    expect([summary.length > 5, description.length > 20]).toEqual([true, true]);
    const permission = operation['x-mandate-permission'];
    const ways = [{ bearer: [] }, changes(route) ? { cookie: [], csrf: [] } : { cookie: [] }];
    expect(security).toEqual(permission === undefined ? [] : ways);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(expectedErrors(route, operation)));
  });

  it.each([...operations])('says how every answer of %s looks', (_route, { responses }) => {
    for (const response of Object.values(responses).filter(({ $ref }) => $ref === undefined)) {
      expect(response.headers).toHaveProperty('X-OVH-QUERYID');
      expect(response.content?.['application/json']?.schema).toBeDefined();
    }
  });

  it('shows an example of every model', () => {
    for (const [name, { enum: words, examples }] of Object.entries(document.components.schemas))
      expect([name, (words ?? examples ?? []).length > 0]).toEqual([name, true]);
  });
});

describe('the running program', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  let running: RunningApp;
  let holder: Caller;

  beforeAll(async () => {
    running = await startApp();
    holder = await running.as('xx11111-ovh');
  });

  afterAll(async () => {
    await running.close();
  });

  /** Checks an answer against what the document says of its status. */
  function expectDocumented(route: string, { status, body }: { status: number; body: unknown }): void {
    const schema = operations.get(route as `${string} ${string}`)?.responses[String(status)]?.content?.[
      'application/json'
    ]?.schema;
    expect([route, status, schema !== undefined]).toEqual([route, status, true]);
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
    const validate = ajv.compile(absolute);
    validate(body);
    expect([route, status, validate.errors]).toEqual([route, status, null]);
  }

  it('has exactly the routes that are documented, and asks of them what is documented', () => {
    const served = running
      .get(RouteCatalogue)
      .routes.filter(({ path }) => !/^\/dev\/inbox(?:$|\/inbox\.css$|\/messages\/:id\/html$)/.test(path))
      .map(({ method, path, requirement }) => [
        `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
        requirement?.permission,
        requirement?.rule !== undefined,
      ]);
    const documented = [...operations].map(([route, operation]) => [
      route,
      operation['x-mandate-permission'],
      operation['x-mandate-rule'] !== undefined,
    ]);
    const inOrder = (rows: unknown[][]): unknown[][] =>
      rows.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
    expect(inOrder(served)).toEqual(inOrder(documented));
  });

  it.each([
    ['GET /1.0/me', '/1.0/me'],
    ['GET /1.0/auth/details', '/1.0/auth/details'],
    ['GET /1.0/auth/time', '/1.0/auth/time'],
    ['GET /1.0/me/access', '/1.0/me/access?method=POST&path=/me/identity/user'],
    ['GET /1.0/me/access', '/1.0/me/access?method=POST&path=/nothing'],
    ['GET /1.0/me/identity/user', '/1.0/me/identity/user'],
    ['GET /1.0/me/identity/user/{user}', '/1.0/me/identity/user/jane'],
    ['GET /1.0/me/identity/user/{user}', '/1.0/me/identity/user/nobody'],
    ['GET /1.0/me/task/contactChange', '/1.0/me/task/contactChange'],
    ['GET /1.0/me/task/contactChange/{id}', '/1.0/me/task/contactChange/1'],
    ['GET /1.0/me/task/contactChange/{id}', '/1.0/me/task/contactChange/999999'],
    ['GET /1.0/me/task/contactChange/{id}', '/1.0/me/task/contactChange/x'],
    ['GET /1.0/services', '/1.0/services'],
    ['GET /1.0/services/{serviceId}', '/1.0/services/1'],
    ['GET /1.0/services/{serviceId}', '/1.0/services/999999'],
    ['GET /1.0/email/domain/{domain}/serviceInfos', '/1.0/email/domain/example.com/serviceInfos'],
    ['GET /1.0/vps/{serviceName}/serviceInfos', '/1.0/vps/nothing/serviceInfos'],
    ['GET /health/live', '/health/live'],
    ['GET /health/ready', '/health/ready'],
    ['GET /dev/inbox/messages', '/dev/inbox/messages'],
    ['GET /dev/inbox/messages/{id}', '/dev/inbox/messages/999999'],
  ])('answers %s (%s) as documented', async (route, path) => {
    expectDocumented(route, await holder.get(path));
  });

  it.each(['/1.0/me/identity/user', '/1.0/me/task/contactChange', '/1.0/services'])(
    'answers whole pages of %s as documented',
    async (path) => {
      for (const mode of ['CachedObjectList-Pages', 'CachedObjectList-Cursor']) {
        const answer = await holder.with({ 'x-pagination-mode': mode, 'x-pagination-size': '50' }).get(path);
        expect((answer.body as unknown[]).length).toBeGreaterThan(1);
        expect(typeof (answer.body as unknown[])[0]).toBe('object');
        expectDocumented(`GET ${path}`, answer);
      }
    },
  );

  it('answers changes and refusals as documented', async () => {
    const none = await running.as('1234-567-89/martin');
    const ask = '/1.0/vps/vps-1.example.net/changeContact';
    const login = { login: 'xx11111-ovh', password: running.env.DEMO_PASSWORD ?? '' };
    const calls: [string, Promise<{ status: number; body: unknown }>][] = [
      ['POST /1.0/vps/{serviceName}/changeContact', holder.post(ask, {})],
      ['POST /1.0/vps/{serviceName}/changeContact', holder.post(ask, { contactTech: 'aa99999-ovh' })],
      ['POST /1.0/vps/{serviceName}/changeContact', none.post(ask, { contactTech: 'yy22222-ovh' })],
      [
        'POST /1.0/dedicatedCloud/{serviceName}/changeContact',
        holder.post('/1.0/dedicatedCloud/pcc-192-0-2-1/changeContact', { contactTech: 'yy22222-ovh' }),
      ],
      [
        'POST /1.0/me/task/contactChange/{id}/accept',
        holder.post('/1.0/me/task/contactChange/1/accept', { token: 'x' }),
      ],
      ['POST /1.0/me/identity/user', holder.post('/1.0/me/identity/user', { login: 'jane', password: 'x' })],
      ['POST /1.0/me/identity/user', none.post('/1.0/me/identity/user', { login: 'new' })],
      ['PUT /1.0/me', holder.put('/1.0/me', { city: 'Roubaix' })],
      ['PUT /1.0/me', running.anybody.put('/1.0/me', { city: 'Roubaix' })],
      ['POST /auth/login', running.anybody.post('/auth/login', login)],
      ['POST /auth/login', running.anybody.post('/auth/login', { ...login, password: 'wrong' })],
    ];
    for (const [route, call] of calls) expectDocumented(route, await call);
  });
});
