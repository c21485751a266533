import { STATUS_CODES } from 'node:http';

/** Every error answer of the product has this shape (product §1.3). */
export function expectOneErrorShape(status: number, body: string): void {
  const error = JSON.parse(body) as Record<string, unknown>;
  expect(error).toMatchObject({
    class: expect.stringMatching(/^(?:Client|Server)::[A-Z]\w+(?:::[A-Z]\w+)?$/) as string,
    message: expect.stringMatching(/./) as string,
    errorCode: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/) as string,
    httpCode: `${String(status)} ${STATUS_CODES[status] ?? ''}`,
  });
  for (const [field, sentence] of Object.entries(error.details ?? {}))
    expect([typeof field, typeof sentence]).toEqual(['string', 'string']);
  expect(Object.keys(error).filter((key) => !KEYS.includes(key))).toEqual([]);
}

const KEYS = ['class', 'message', 'errorCode', 'httpCode', 'details'];
