import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiHeader, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { Fails } from '../http/fails.decorator.js';
import { httpErrors } from '../http/http.errors.js';
import { EXPANDED_EXTENSION } from '../openapi/extensions.js';
import type { ListDefinition } from './list.js';

type HeaderSchema = NonNullable<Parameters<typeof ApiHeader>[0]['schema']>;

const ID_SCHEMAS = {
  string: { type: 'string', example: 'jane' },
  number: { type: 'integer', format: 'int64', example: 42 },
} as const;

/** Documents a list: both shapes of its answer, the pagination headers it takes and those it gives. */
// eslint-disable-next-line max-lines-per-function -- a table of headers, read from top to bottom
export function AnswersList(
  view: Type,
  list: Pick<ListDefinition<never, unknown>, 'id' | 'fields'>,
): MethodDecorator & ClassDecorator {
  const fields = Object.keys(list.fields);
  const sortable = fields.filter((field) => list.fields[field]?.sortable);
  const id = list.id.type === 'number' ? ID_SCHEMAS.number : ID_SCHEMAS.string;
  const takes = (name: string, description: string, schema: HeaderSchema): MethodDecorator & ClassDecorator =>
    ApiHeader({ name, description, required: false, schema });
  return applyDecorators(
    ApiExtraModels(view),
    ApiExtension(EXPANDED_EXTENSION, getSchemaPath(view).replace('#/components/schemas/', '')),
    ApiOkResponse({
      description: 'The ids in order of creation; whole objects when `X-Pagination-Mode` is given.',
      schema: {
        oneOf: [
          { type: 'array', items: id },
          { type: 'array', items: { $ref: getSchemaPath(view) } },
        ],
      },
      headers: {
        'X-Pagination-Elements': {
          description: 'How many objects all pages hold (pages mode).',
          schema: { type: 'integer' },
        },
        'X-Pagination-Cursor-Next': {
          description: 'Cursor of the next page (cursor mode); absent on the last.',
          schema: { type: 'string' },
        },
      },
    }),
    takes('X-Pagination-Mode', 'Answer whole objects, page by number or page after page by cursor.', {
      type: 'string',
      enum: ['CachedObjectList-Pages', 'CachedObjectList-Cursor'],
      example: 'CachedObjectList-Cursor',
    }),
    takes('X-Pagination-Number', 'Which page, from 1 (pages mode).', { type: 'integer', minimum: 1, example: 1 }),
    takes('X-Pagination-Size', 'Objects per page; 100 when left out.', {
      type: 'integer',
      minimum: 1,
      maximum: 5000,
      example: 100,
    }),
    takes('X-Pagination-Cursor', 'What `X-Pagination-Cursor-Next` said on the page before (cursor mode).', {
      type: 'string',
    }),
    takes(
      'X-Pagination-Sort',
      `Field to sort by, instead of the order of creation: ${sortable.join(', ') || 'none in this list'}.`,
      { type: 'string' },
    ),
    takes('X-Pagination-Sort-Order', 'Upwards or downwards.', {
      type: 'string',
      enum: ['ASC', 'DESC'],
      example: 'ASC',
    }),
    takes(
      'X-Pagination-Filter',
      `Conditions joined by \`&\`, each \`field:operator=value\` with the value URL-encoded; operators like, eq, ne, lt, gt, in; fields ${fields.join(', ')}.`,
      { type: 'string', example: `${fields[0] ?? 'id'}:like=%25a%25` },
    ),
    Fails(httpErrors.invalidFields),
  );
}
