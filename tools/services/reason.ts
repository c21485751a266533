/**
 * What an error says. Asked of its shape, not with `instanceof`: inside a test, errors of Node belong to another realm.
 *
 * @param otherwise for an error without a message, as Node gives when every address of a host refused
 */
export function reasonOf(error: unknown, otherwise = 'no reason was given'): string {
  const message = fieldOf(error, 'message');
  return message === undefined || message === '' ? otherwise : message;
}

/** The code of a system error, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined => fieldOf(error, 'code');

function fieldOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
