import secureJson from 'secure-json-parse';
import { httpErrors } from './http.errors.js';

const MOST_LEVELS = 32;

/** PostgreSQL can store neither NUL nor half a surrogate pair; nobody types them. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/**
 * Reads a body as JSON, whatever its Content-Type says: OAuth2 clients of the reference send none.
 *
 * @returns the value; undefined for an empty body
 * @throws `http.malformed-json` for what is not JSON, `__proto__` keys, NUL characters or more than 32 levels
 */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = secureJson.parse(text);
  } catch (error) {
    throw httpErrors.malformedJson(
      (error as Error).message.replace(/ in JSON at position/, ' at position').slice(0, 120),
    );
  }
  refuseUnstorable(value, 0);
  return value;
}

function refuseUnstorable(value: unknown, level: number): void {
  if (level > MOST_LEVELS) throw httpErrors.malformedJson(`it is nested more than ${String(MOST_LEVELS)} levels deep`);
  if (typeof value === 'string' && !isStorable(value)) {
    throw httpErrors.malformedJson('a text in it holds a NUL character or half a surrogate pair');
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    refuseUnstorable(key, level);
    refuseUnstorable(inner, level + 1);
  }
}
