import { hashPassword, passwordMatches, weaknessOf } from './password.js';

const ABOUT = ['jane', 'jane.doe@example.com', 'xx11111-ovh', null];

describe('a password', () => {
  it.each<[string, string, RegExp]>([
    ['of 11 characters', 'elevenchars', /at least 12/],
    ['of 129 characters', 'abcdefgh'.repeat(17).slice(0, 129), /at most 128/],
    ['with the login in it', 'this is JANE speaking', /must not contain/],
    ['with the account in it', 'owner of xx11111-OVH', /must not contain/],
    ['with the address in it', 'mail jane.doe@example.com', /must not contain/],
    ['of the same few characters', 'abababababababab', /five different/],
  ])('%s is refused in a sentence', (_, password, why) => {
    expect(weaknessOf(password, ABOUT)).toMatch(why);
  });

  it.each(['correct horse battery staple', 'ça va être très long', '一二三四五六七八九十十一', 'spaces  count too'])(
    'may be of any characters: %s',
    (password) => {
      expect(weaknessOf(password, ABOUT)).toBeUndefined();
    },
  );

  it('may hold names that are too short to mean anything', () => {
    expect(weaknessOf('correct horse battery staple', ['co', ''])).toBeUndefined();
  });

  it('is kept as Argon2id with 19 MiB and two rounds, never twice alike', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwordMatches('correct horse', one)).toBe(true);
    expect(await passwordMatches('correct horsE', one)).toBe(false);
  });

  it('never matches where there is none', async () => {
    expect(await passwordMatches('nobody signs in with this', null)).toBe(false);
    expect(await passwordMatches('', null)).toBe(false);
  });
});
