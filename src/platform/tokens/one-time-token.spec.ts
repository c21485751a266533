import { digestOf, issueToken, tokenMatches } from './one-time-token.js';

it('a token has 256 bits that nobody has seen before, and the digest says nothing of it', () => {
  const issued = Array.from({ length: 1000 }, () => issueToken());
  expect(new Set(issued.map(({ token }) => token)).size).toBe(1000);
  for (const { token, digest } of issued) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(digest).toEqual(digestOf(token));
    expect(digest.toString('base64url')).not.toBe(token);
  }
});

it('a token matches its own digest only', () => {
  const { token, digest } = issueToken();
  expect(tokenMatches(token, digest)).toBe(true);
  for (const wrong of [
    '',
    token.slice(1),
    `${token} `,
    token.toLowerCase(),
    issueToken().token,
    digest.toString('hex'),
  ])
    expect(tokenMatches(wrong, digest)).toBe(false);
});
