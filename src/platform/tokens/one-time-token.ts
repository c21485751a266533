import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** SHA-256 is enough here: with 256 random bits there is nothing to guess (ASVS 5.0, 6.5.2). */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** A fresh secret of 256 bits from the system's CSPRNG (43 characters, base64url) and the digest to keep of it. */
export function issueToken(): { token: string; digest: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, digest: digestOf(token) };
}

/** Compares in constant time. */
export function tokenMatches(token: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(token), digest);
}
