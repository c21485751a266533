import type { Schema } from './openapi-3.1.js';

/**
 * Turns a schema as Nest writes it (OpenAPI 3.0) into one of OpenAPI 3.1. Every number of our API is whole and fits
 * what the reference calls `long`; money is a decimal string.
 */
export function toDialect31(schema: Schema): Schema {
  const { nullable, allOf, example, default: _initialValue, ...rest } = schema;
  const result: Schema = { ...rest, ...onlyMember(allOf) };
  if (result.$ref !== undefined) delete result.type;
  if (result.type === 'number') Object.assign(result, { type: 'integer', format: 'int64' });
  if (example !== undefined) result.examples = [example];
  const converted = withInnerSchemas(result);
  return nullable === true ? orNull(converted) : converted;
}

function withInnerSchemas(schema: Schema): Schema {
  const { items, oneOf, properties, additionalProperties } = schema;
  return {
    ...schema,
    ...(items ? { items: toDialect31(items) } : {}),
    ...(oneOf ? { oneOf: oneOf.map(toDialect31) } : {}),
    ...(properties ? { properties: mapValues(properties, toDialect31) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: toDialect31(additionalProperties) } : {}),
  };
}

/** Nest wraps a reference that has a description of its own; in 3.1 both may stand side by side. */
const onlyMember = (allOf: unknown): Schema => (Array.isArray(allOf) && allOf.length === 1 ? (allOf[0] as Schema) : {});

function orNull(schema: Schema): Schema {
  const { $ref, description, examples, ...rest } = schema;
  if ($ref !== undefined)
    return {
      ...(description === undefined ? {} : { description }),
      oneOf: [{ $ref }, { type: 'null' }],
      ...(examples ? { examples } : {}),
    };
  return {
    ...schema,
    ...(typeof rest.type === 'string' ? { type: [rest.type, 'null'] } : {}),
    ...(rest.enum ? { enum: [...rest.enum, null] } : {}),
  };
}

/** The same keys with other values. */
export const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
