import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type Header,
  hostileBody,
  hostileHeader,
  hostileText,
  hostileValue,
  paginationHeader,
} from './hostile-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly examples?: readonly unknown[] };
}

/** A route of the OpenAPI document. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly takesBody: boolean;
  /** A body that fits. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Statuses that the document knows. */
  readonly statuses: readonly number[];
}

/** Who sends the request. */
export const CALLERS = ['holder', 'administrator', 'user', 'none', 'other account', 'nobody', 'forger'] as const;
export type CallerName = (typeof CALLERS)[number];

/** A request as the fuzzer thinks it up; the session is put in when it is sent. */
export interface HostileRequest {
  readonly route: Route;
  readonly caller: CallerName;
  readonly asCookie: boolean;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: string | Buffer | undefined;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly examples?: readonly object[] }>> };
}

interface DocumentedOperation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } };
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Every route of the generated document. */
export function readRoutes(): Route[] {
  const file = join(import.meta.dirname, '../../docs/generated/openapi.json');
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Document;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters, requestBody, responses }]) => {
      const model = requestBody?.content['application/json'].schema.$ref.split('/').at(-1) ?? '';
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        takesBody: requestBody !== undefined,
        example: (components.schemas[model]?.examples?.[0] ?? {}) as Record<string, unknown>,
        statuses: Object.keys(responses).map(Number),
      };
    }),
  );
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY', 'BREW'];

/** The same three routes for 39 types of service would crowd out the rest. */
const SERVICE_ROUTE = /\/(?:serviceInfos|changeContact)$/;

/** Path segments that are no percent-encoding of any text. */
const BROKEN_SEGMENTS = ['%', '%zz', '%c0%af', '%ed%a0%80', '%00', '%2e%2e', '..', '.', ';', '%u0041', '%ff%fe'];

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** What a path's parameter may hold: things that exist, things that do not, things that cannot. */
function segment({ schema }: Parameter, known: readonly string[]): fc.Arbitrary<string> {
  const [given] = schema.examples ?? [];
  const example = typeof given === 'string' ? given : JSON.stringify(given ?? 1);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(encoded(example), ...known.map(encoded)) },
    { weight: 3, arbitrary: hostileText.map(encoded) },
    { weight: 2, arbitrary: fc.constantFrom(...BROKEN_SEGMENTS) },
  );
}

function target(route: Route, known: readonly string[]): fc.Arbitrary<string> {
  const inPath = route.parameters.filter((one) => one.in === 'path');
  const inQuery = route.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const query = fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...inQuery, 'to', '__proto__', 'a[]', 'a[b]'), hostileText.map(encoded)),
      fc.oneof(hostileText.map(encoded), fc.constantFrom('%', '%ff', '&', '=')),
    ),
    { maxLength: 3 },
  );
  const values = fc.tuple(...inPath.map((parameter) => segment(parameter, known)));
  return fc.tuple(values, query, fc.boolean()).map(([segments, pairs, asV1]) => {
    const filled = inPath.reduce(
      (path, { name }, index) => path.replace(`{${name}}`, segments[index] ?? ''),
      route.path,
    );
    const path = asV1 ? filled.replace(/^\/1\.0\//, '/v1/') : filled;
    return pairs.length === 0 ? path : `${path}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`;
  });
}

/** A body that fits but for one field, or one that does not fit at all. */
function body({ takesBody, example }: Route): fc.Arbitrary<string | Buffer | undefined> {
  const fields = Object.keys(example);
  const almost = fc
    .tuple(fc.constantFrom(...fields, 'extra'), hostileValue)
    .map(([field, value]) => JSON.stringify({ ...example, [field]: value }));
  const wanted = takesBody ? 8 : 1;
  return fc.oneof(
    { weight: wanted, arbitrary: almost },
    { weight: takesBody ? 4 : 1, arbitrary: hostileBody },
    { weight: takesBody ? 1 : 4, arbitrary: fc.constant(undefined) },
  );
}

/** @param known names and numbers of things that exist, so that requests get past the first check, too */
export function hostileRequest(routes: readonly Route[], known: readonly string[]): fc.Arbitrary<HostileRequest> {
  const ofServices = routes.filter(({ path }) => SERVICE_ROUTE.test(path));
  const others = routes.filter((route) => !ofServices.includes(route));
  const anyRoute = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: fc.constantFrom(...ofServices) },
  );
  return anyRoute.chain((route) =>
    fc
      .record({
        route: fc.constant(route),
        caller: fc.constantFrom(...CALLERS),
        asCookie: fc.boolean(),
        method: fc.oneof(
          { weight: 9, arbitrary: fc.constant(route.method) },
          { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
        ),
        target: target(route, known),
        headers: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          { weight: 2, arbitrary: fc.array(paginationHeader, { maxLength: 4 }) },
          { weight: 2, arbitrary: fc.array(hostileHeader, { maxLength: 2 }) },
        ),
        body: body(route),
      })
      .map((request) => ({ ...request, [fc.toStringMethod]: () => textOf(request) })),
  );
}

/** A request as a failure shows it. */
const textOf = ({ caller, asCookie, method, target: path, headers, body: sent }: HostileRequest): string =>
  [
    `${caller}${asCookie ? ', by cookie' : ''}: ${method} ${path}`,
    ...headers.map(([name, value]) => `${name}: ${value.slice(0, 200)}`),
    JSON.stringify(sent?.toString().slice(0, 2000)),
  ].join('\n');
