import { modelOf, type Schema } from './openapi-3.1.js';

/** A value that fits a schema, put together from the examples of its fields. */
export function exampleOf(schema: Schema, models: Readonly<Record<string, Schema>>): unknown {
  if (schema.examples && schema.examples.length > 0) return schema.examples[0];
  if (schema.$ref !== undefined) return exampleOf(models[modelOf(schema.$ref)] ?? {}, models);
  if (schema.oneOf) return exampleOf(schema.oneOf[0] ?? {}, models);
  if (schema.enum) return schema.enum[0];
  const types = [schema.type].flat();
  if (types.includes('null')) return null;
  if (types.includes('array')) return [exampleOf(schema.items ?? {}, models)];
  if (!types.includes('object')) return undefined;
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, exampleOf(field, models)]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as object;
}
