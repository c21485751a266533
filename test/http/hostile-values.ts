import fc from 'fast-check';

/** Texts that broke somebody's program once. */
const KNOWN_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\nX-Injected: 1',
  '\u2028',
  '\u202e',
  '\ud800',
  'é'.normalize('NFD'),
  '🦜',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  'toString',
  "' or '1'='1",
  "'; drop table account; --",
  '$1',
  '{{token}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%',
  '%_',
  '\\',
  '${7*7}',
  'NaN',
  '-1',
  '0',
  '1e309',
  '9223372036854775808',
  '9007199254740993',
  '0x1F',
  '2026-02-30',
  '2026-11-20T25:61:61Z',
  '1970-01-01',
  'infinity',
  'a'.repeat(300),
  'a'.repeat(5000),
  '\u{1d518}'.repeat(200),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...KNOWN_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const KNOWN_NUMBERS = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e21, 1e308, -1e308, 5e-324];

/** Values of JSON of any type and depth. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: { b: { c: [] } } }, ...KNOWN_NUMBERS),
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(hostileText, { maxLength: 3 }),
  fc.integer({ min: 1, max: 2000 }).map(nested),
);

/** An array in an array in an array … */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const BROKEN_JSON = [
  '{',
  '{"token":',
  '"half \\ud800"',
  '[1,]',
  "{'a':1}",
  '{"a":1}{"a":2}',
  '\ufeff{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"login":"a","login":"b"}',
  'NaN',
  '0123',
  '<xml/>',
  'login=a&password=b',
  '"just text"',
  '12345678901234567890',
  '['.repeat(20_000),
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  '\u0000',
  ' ',
];

/** Bodies that are not what any route wants. */
export const hostileBody: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string | Buffer>(...BROKEN_JSON, Buffer.from([0xff, 0xfe, 0x7b, 0x80])) },
  { weight: 2, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom(300_000, 1_000_000).map((size) => `{"a":"${'x'.repeat(size)}"}`) },
);

const PAGINATION: readonly [string, readonly string[]][] = [
  ['X-Pagination-Mode', ['CachedObjectList-Pages', 'CachedObjectList-Cursor', 'cachedobjectlist-pages', 'Nothing', '']],
  ['X-Pagination-Number', ['1', '2', '0', '-1', '1.5', '1e3', '999999999', 'x']],
  ['X-Pagination-Size', ['1', '2', '5000', '5001', '0', 'NaN', '99999999999999999999']],
  [
    'X-Pagination-Cursor',
    ['e30', 'eyJrZXkiOiJ4In0', 'not a cursor', 'eyJzb3J0IjpudWxsLCJ2YWx1ZSI6bnVsbCwia2V5IjoiMSJ9'],
  ],
  ['X-Pagination-Sort', ['login', 'creation', 'dateRequest', 'state', 'id', '__proto__', 'constructor']],
  ['X-Pagination-Sort-Order', ['ASC', 'DESC', 'asc', 'sideways']],
  [
    'X-Pagination-Filter',
    [
      'login:like=%25a%25',
      'login:like=%5C',
      'creation:gt=2026-01-01',
      'creation:gt=2026-02-31',
      'creation:eq=0001-01-01',
      'creation:lt=9999-12-31T23:59:59Z',
      'serviceId:in=1,2,x',
      'state:in=todo,done',
      'dateRequest:gt=infinity',
      'dateRequest:eq=-1',
      'expirationDate:ne=2026-13-01',
      'login:like=%00',
      'login:like=%ED%A0%80',
      'login:like=%',
      '__proto__:eq=1',
      'login:eq=1&login:eq=2',
      ':::',
      '&&&',
    ],
  ],
];

const OTHER_HEADERS: readonly [string, readonly string[]][] = [
  ['Host', ['evil-host.example', 'evil-host.example:80', '', '[::1', '127.0.0.1']],
  ['X-Forwarded-Host', ['evil-host.example']],
  ['X-Forwarded-Proto', ['javascript']],
  ['X-Forwarded-For', ['127.0.0.1', "1' or 1=1", 'x'.repeat(500)]],
  ['Forwarded', ['host=evil-host.example']],
  ['Content-Type', ['text/plain', 'application/xml', 'multipart/form-data', 'application/json; charset=latin1', ';;;']],
  ['Content-Encoding', ['gzip', 'br']],
  ['Content-Length', ['-1', 'x', '18446744073709551616']],
  ['Transfer-Encoding', ['chunked', 'gzip, chunked', 'nothing']],
  ['Expect', ['100-continue', 'a-miracle']],
  ['Upgrade', ['websocket', 'h2c']],
  ['Range', ['bytes=0-1']],
  ['Accept', ['text/html', '*/*;q=0', 'x'.repeat(300)]],
  ['Accept-Encoding', ['identity;q=0']],
  ['Accept-Language', ['fr', 'x'.repeat(3000)]],
  ['If-None-Match', ['*', '"x"']],
  ['X-OVH-QUERYID', ['chosen-by-the-client']],
  ['X-HTTP-Method-Override', ['DELETE']],
  ['X-Mandate-Csrf', ['1', '']],
  ['User-Agent', ['', 'u'.repeat(5000), 'a\x01b']],
  ['Cookie', ['mandate_session=', 'mandate_session=x', 'mandate_session=%', '__proto__=1', `a=${'b'.repeat(4000)}`]],
  ['Authorization', ['Bearer', 'Bearer x', 'Basic eDp5', 'Bearer \xff', `Bearer ${'a'.repeat(10_000)}`]],
  ['X-Large', ['h'.repeat(20_000)]],
  ['No Such Name', ['1']],
];

export type Header = readonly [string, string];

/** These say how long the body is: a wrong one that is well-formed makes the server wait for the rest, as it should. */
const FRAMING = ['Content-Length', 'Transfer-Encoding'];

const headerOf = (known: readonly (readonly [string, readonly string[]])[]): fc.Arbitrary<Header> =>
  fc.constantFrom(...known).chain(([name, values]) => {
    const anything = FRAMING.includes(name) ? fc.constantFrom(...values) : fc.string({ maxLength: 30 });
    return fc
      .oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: anything })
      .map((value): Header => [name, value]);
  });

export const paginationHeader = headerOf(PAGINATION);
export const hostileHeader = headerOf(OTHER_HEADERS);
