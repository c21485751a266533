import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { Fails } from '../http/fails.decorator.js';
import { httpErrors } from '../http/http.errors.js';
import type { ListDefinition } from './list.js';

const ID_SCHEMAS = { string: { type: 'string' }, number: { type: 'integer', format: 'int64' } } as const;

/** Documents a list: both shapes of its answer, the pagination headers it takes and those it gives. */
// eslint-disable-next-line max-lines-per-function -- a table of headers, read from top to bottom
export function AnswersList(
  view: Type,
  list: Pick<ListDefinition<never, unknown>, 'id' | 'fields'>,
): MethodDecorator & ClassDecorator {
  const fields = Object.keys(list.fields);
  const sortable = fields.filter((field) => list.fields[field]?.sortable);
  const id = list.id.type === 'number' ? ID_SCHEMAS.number : ID_SCHEMAS.string;
  const takes = (name: string, description: string, example: string): MethodDecorator & ClassDecorator =>
    ApiHeader({ name, description, required: false, schema: { type: 'string' }, example });
  return applyDecorators(
    ApiExtraModels(view),
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
    takes(
      'X-Pagination-Mode',
      '`CachedObjectList-Pages` or `CachedObjectList-Cursor`: answer whole objects, page by page.',
      'CachedObjectList-Cursor',
    ),
    takes('X-Pagination-Number', 'Which page, from 1 (pages mode).', '1'),
    takes('X-Pagination-Size', 'Objects per page, 1 to 5000; 100 when left out.', '100'),
    takes('X-Pagination-Cursor', 'What `X-Pagination-Cursor-Next` said on the page before (cursor mode).', ''),
    takes(
      'X-Pagination-Sort',
      `Field to sort by, instead of the order of creation: ${sortable.join(', ') || 'none in this list'}.`,
      sortable[0] ?? '',
    ),
    takes('X-Pagination-Sort-Order', '`ASC` or `DESC`.', 'ASC'),
    takes(
      'X-Pagination-Filter',
      `Conditions joined by \`&\`, each \`field:operator=value\` with the value URL-encoded; operators like, eq, ne, lt, gt, in; fields ${fields.join(', ')}.`,
      '',
    ),
    Fails(httpErrors.invalidFields),
  );
}
