import { modelOf, type Schema } from './openapi-3.1.js';

type Models = Readonly<Record<string, Schema>>;

/** A value that fits a schema, put together from the examples of its fields. */
export function exampleOf(schema: Schema, models: Models): unknown {
  const [given] = schema.examples ?? [];
  if (given !== undefined) return given;
  if (schema.$ref !== undefined) return exampleOf(models[modelOf(schema.$ref)] ?? {}, models);
  const [choice] = schema.oneOf ?? [];
  return choice ? exampleOf(choice, models) : byType(schema, models);
}

function byType(schema: Schema, models: Models): unknown {
  const types = [schema.type].flat();
  if (schema.enum) return schema.enum[0];
  if (types.includes('null')) return null;
  if (types.includes('array')) return [exampleOf(schema.items ?? {}, models)];
  return types.includes('object') ? wholeObject(schema, models) : undefined;
}

function wholeObject({ properties = {} }: Schema, models: Models): object {
  const fields = Object.entries(properties).map(([name, field]) => [name, exampleOf(field, models)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
