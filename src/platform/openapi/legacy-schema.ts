import {
  modelOf,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type Schema,
  schemasIn,
} from './openapi-3.1.js';

/** A schema document as the reference's clients read it (ovh-api.md §2.3). */
export interface LegacySchema {
  readonly apiVersion: '1.0';
  readonly basePath: string;
  readonly resourcePath: string;
  readonly apis: readonly LegacyApi[];
  readonly models: Readonly<Record<string, LegacyModel | LegacyEnum>>;
}

interface LegacyApi {
  readonly path: string;
  readonly description: string;
  readonly operations: readonly object[];
}

interface LegacyParameter {
  readonly name: string | null;
  readonly dataType: string;
  readonly fullType: string;
  readonly paramType: 'path' | 'query' | 'body';
  readonly required: boolean;
  readonly description: string;
}

interface LegacyName {
  readonly id: string;
  readonly namespace: string;
  readonly description: string;
}

interface LegacyModel extends LegacyName {
  readonly properties: Readonly<Record<string, object>>;
}

interface LegacyEnum extends LegacyName {
  readonly enum: readonly string[];
  readonly enumType: 'string';
}

const BASE_PATH = '/1.0';
const UPDATE = /Update$/;
const STABLE = { value: 'PRODUCTION', description: 'Stable production version' };
const METHOD_ORDER = ['get', 'post', 'put', 'delete'];
const SCALARS: Readonly<Record<string, string>> = {
  integer: 'long',
  number: 'double',
  boolean: 'boolean',
  null: 'void',
};
const TEXTS: Readonly<Record<string, string>> = {
  'date-time': 'datetime',
  date: 'date',
  password: 'password',
  uuid: 'uuid',
};

/**
 * The resources that have a document of their own: every part of a path up to its first parameter, as in `/me`,
 * `/email`, `/email/domain`.
 *
 * @param paths below the base path or not, parameters in braces or after a colon
 */
export function resourcesOf(paths: readonly string[]): string[] {
  const resources = new Set<string>();
  for (const path of paths) {
    if (!path.startsWith(`${BASE_PATH}/`)) continue;
    const segments = path.slice(BASE_PATH.length + 1).split('/');
    const parameter = segments.findIndex((segment) => /^[:{]/.test(segment));
    const fixed = parameter === -1 ? segments : segments.slice(0, parameter);
    fixed.forEach((_, index) => resources.add(`/${fixed.slice(0, index + 1).join('/')}`));
  }
  return [...resources].sort();
}

/** The document of one resource, made from the OpenAPI document: its routes and every model that they lead to. */
export function legacySchemaOf(document: OpenApiDocument, resource: string): LegacySchema {
  const items = Object.entries(document.paths)
    .filter(([path]) => `${path}/`.startsWith(`${BASE_PATH}${resource}/`))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const { schemas } = document.components;
  return {
    apiVersion: '1.0',
    basePath: `${document.servers[0]?.url ?? ''}${BASE_PATH}`,
    resourcePath: resource,
    apis: items.map(([path, item]) => apiOf(path.slice(BASE_PATH.length), item, schemas)),
    models: modelsOf(
      items.map(([, item]) => item),
      schemas,
    ),
  };
}

type Models = Readonly<Record<string, Schema>>;

const apiOf = (path: string, item: PathItem, models: Models): LegacyApi => {
  const known = METHOD_ORDER.flatMap((method) => (item[method] ? [[method, item[method]] as const] : []));
  return {
    path,
    description: known[0]?.[1].summary ?? '',
    operations: known.map(([method, operation]) => operationOf(method, operation, models)),
  };
};

function operationOf(method: string, operation: Operation, models: Models): object {
  const responseType = typeOf(operation.responses['200']?.content?.['application/json']?.schema ?? { type: 'null' });
  const expanded = operation['x-expanded-response'];
  return {
    httpMethod: method.toUpperCase(),
    apiStatus: STABLE,
    noAuthentication: operation['x-mandate-permission'] === undefined,
    description: operation.summary,
    parameters: [...operation.parameters.flatMap(urlParameter), ...bodyParameters(operation, models)],
    responseType,
    responseFullType: responseType,
    ...(expanded === undefined ? {} : { expandedResponse: expanded }),
  };
}

function urlParameter({ name, in: place, required, description, schema }: Parameter): LegacyParameter[] {
  // Paging headers are the same for every list and no part of these documents.
  if (place !== 'path' && place !== 'query') return [];
  const type = typeOf(schema);
  return [
    {
      name,
      dataType: type,
      fullType: type,
      paramType: place,
      required: required ?? false,
      description: description ?? '',
    },
  ];
}

/** A body that is a model of the reference is one parameter without a name; any other is listed field by field. */
function bodyParameters({ requestBody }: Operation, models: Models): LegacyParameter[] {
  const ref = requestBody?.content['application/json']?.schema.$ref;
  if (ref === undefined) return [];
  const name = modelOf(ref);
  if (name.includes('.')) return [bodyParameter(null, wholeModel(name), true, 'What is to be set')];
  const { properties = {}, required = [] } = models[name] ?? {};
  return Object.entries(properties).map(([field, inner]) =>
    bodyParameter(field, typeOf(inner), required.includes(field), inner.description ?? ''),
  );
}

const bodyParameter = (name: string | null, type: string, required: boolean, description: string): LegacyParameter => ({
  name,
  dataType: type,
  fullType: type,
  paramType: 'body',
  required,
  description,
});

/** What can be changed of a model is a part of it; the reference names the whole. */
const wholeModel = (name: string): string => name.replace(UPDATE, '');

/** Name of a schema's type in the reference's words. */
function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return wholeModel(modelOf(schema.$ref));
  // A list: ids unless whole objects are asked for. Something that may be null: the something.
  if (schema.oneOf) return typeOf(schema.oneOf[0] ?? {});
  return plainTypeOf(schema);
}

function plainTypeOf({ type, format, items }: Schema): string {
  const known = [type].flat().find((one, index) => one !== 'null' || index === 0) ?? 'string';
  if (known === 'array') return `${typeOf(items ?? {})}[]`;
  if (known === 'object') return 'map[string]string';
  return SCALARS[known] ?? TEXTS[format ?? ''] ?? 'string';
}

const mayBeNull = (schema: Schema): boolean =>
  [schema.type].flat().includes('null') || (schema.oneOf?.some((one) => one.type === 'null') ?? false);

function modelsOf(items: readonly PathItem[], models: Models): LegacySchema['models'] {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    for (const { $ref } of schemasIn(node)) {
      if (typeof $ref !== 'string' || !$ref.startsWith('#/components/schemas/')) continue;
      const name = wholeModel(modelOf($ref));
      // Errors have a shape of their own in the reference's clients and no model; field-by-field bodies have none either.
      if (!name.includes('.') && name !== 'Access') continue;
      if (names.has(name)) continue;
      names.add(name);
      visit(models[name]);
    }
  };
  visit(items);
  return Object.fromEntries([...names].sort().map((name) => [name, modelNamed(name, models)]));
}

function modelNamed(name: string, models: Models): LegacyModel | LegacyEnum {
  const schema = models[name] ?? {};
  const dot = name.lastIndexOf('.');
  const called = { id: name.slice(dot + 1), namespace: name.slice(0, Math.max(dot, 0)) };
  const description = schema.description ?? '';
  if (schema.enum) {
    const words = schema.enum.filter((word) => word !== null).sort();
    return { ...called, description, enum: words, enumType: 'string' };
  }
  const writable = name.endsWith('Request') ? schema.properties : models[`${name}Update`]?.properties;
  const fields = Object.entries(schema.properties ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const properties = fields.map(([field, inner]) => [
    field,
    {
      type: typeOf(inner),
      fullType: typeOf(inner),
      canBeNull: mayBeNull(inner),
      readOnly: writable?.[field] === undefined,
      required: name.endsWith('Request') && (schema.required?.includes(field) ?? false),
      description: inner.description ?? '',
    },
  ]);
  return { ...called, description, properties: Object.fromEntries(properties) as LegacyModel['properties'] };
}
