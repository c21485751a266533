/** The parts of OpenAPI 3.1 that our documents use. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: (string | null)[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  oneOf?: Schema[];
  examples?: unknown[];
  minimum?: number;
  [keyword: string]: unknown;
}

export interface Example {
  $ref?: string;
  summary?: string;
  value?: unknown;
}

export interface MediaType {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

export interface Response {
  $ref?: string;
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, MediaType>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  description?: string;
  readonly tags: readonly string[];
  parameters: Parameter[];
  readonly requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, Response>;
  security?: Record<string, string[]>[];
  'x-mandate-permission'?: string;
  'x-mandate-rule'?: string;
  'x-expanded-response'?: string;
}

export type PathItem = Record<string, Operation>;

export interface OpenApiDocument {
  openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    readonly securitySchemes: Readonly<Record<string, object>>;
    headers?: Record<string, object>;
    responses?: Record<string, Response>;
    examples?: Record<string, Example>;
  };
}

const SCHEMAS = '#/components/schemas/';

/** Name of the model that a reference points at. */
export const modelOf = (ref: string): string => ref.slice(SCHEMAS.length);

/** Every schema below `node`, itself included, references not followed. */
export function* schemasIn(node: unknown): Generator<Schema> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Schema;
  for (const inner of Object.values(node)) yield* schemasIn(inner);
}
