import type { Description } from './description.ts';
import { code, page, table } from './markdown.ts';

/** Every error that the program can answer or end a delivery with. */
export function errorsPage({ errors }: Description): string {
  const rows = [...errors]
    .sort((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code: name, meaning, body }) => [
      code(name),
      body.httpCode,
      code(body.errorCode),
      code(body.class),
      meaning,
    ]);
  return page(
    'Errors',
    'Every error answer has the same shape: `class`, `message`, `errorCode`, `httpCode` and, where fields are at fault, `details`, a map from field to sentence. Programs go by `errorCode`, which never changes; `message` is for people.',
    table(['Error', 'Status', '`errorCode`', '`class`', 'When'], rows),
  );
}
