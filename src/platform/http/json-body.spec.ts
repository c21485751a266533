import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import { isStorable, parseJsonBody } from './json-body.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('a body', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    ['[1,2]', [1, 2]],
    ['"text"', 'text'],
    ['null', null],
    ['', undefined],
    ['  \n', undefined],
    ['{"emoji":"😀"}', { emoji: '😀' }],
  ])('of %j is %j', (text, value) => {
    expect(parseJsonBody(text)).toEqual(value);
  });

  it.each([
    ['is no JSON', '{"a":'],
    ['is a form', 'a=1&b=2'],
    ['holds a NUL character', '{"a":"x\\u0000"}'],
    ['holds a NUL character in a key', '{"x\\u0000":1}'],
    ['holds half a surrogate pair', '{"a":["\\ud800"]}'],
    ['wants to be a prototype', '{"__proto__":{"admin":true}}'],
    ['wants to change a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
    ['is nested too deep', nested(40)],
  ])('that %s is refused', (_, text) => {
    const error = expectDomainError('http.malformed-json', () => parseJsonBody(text));
    expect(error.kind).toBe('bad-request');
    expect(error.message.length).toBeLessThan(250);
  });

  it('may be nested as deep as anybody needs', () => {
    expect(parseJsonBody(nested(20))).toBeDefined();
  });

  it('of a hundred thousand levels does not end the process', () => {
    expectDomainError('http.malformed-json', () => parseJsonBody(nested(100_000)));
  });
});

it('a text is storable unless PostgreSQL could not hold it', () => {
  expect(['', 'é', '😀', '\u{10FFFF}'].every(isStorable)).toBe(true);
  expect(['\0', 'a\0b', '\ud800', 'x\udfff'].some(isStorable)).toBe(false);
});
