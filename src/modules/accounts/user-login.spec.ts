import { formatLogin, parseLogin } from './user-login.js';

it.each([
  ['xx11111-ovh', { account: 'xx11111-ovh' }],
  ['  XX11111-OVH ', { account: 'xx11111-ovh' }],
  ['1234-567-89', { account: '1234-567-89' }],
  ['1234-567-89/john.smith', { account: '1234-567-89', user: 'john.smith' }],
  ['1234-567-89 / John.Smith ', { account: '1234-567-89', user: 'John.Smith' }],
  ['xx11111-ovh/jane', { account: 'xx11111-ovh', user: 'jane' }],
  ['xx11111-ovh/a/b', { account: 'xx11111-ovh', user: 'a/b' }],
  ['xx11111-ovh/', { account: 'xx11111-ovh', user: '' }],
  ['/jane', { account: '', user: 'jane' }],
  ['', { account: '' }],
])('%j is read as %j', (text, login) => {
  expect(parseLogin(text)).toEqual(login);
});

it('a login is written as guide 001 does', () => {
  expect(formatLogin('1234-567-89', 'john.smith')).toBe('1234-567-89/john.smith');
});
