import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for Argon2id; the library's default algorithm is Argon2id, run on its own threads. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const PASSWORD_LENGTH = { least: 12, most: 128 };

/** Verified against when there is no hash, so that an unknown login takes as long as a known one. */
const HASH_OF_NOBODY = hash('nobody signs in with this', COST);

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** @param stored hash of the real password; null when the login does not exist or has no password */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const matches = await verify(stored ?? (await HASH_OF_NOBODY), password);
  return matches && stored !== null;
}

/**
 * Says what is wrong with a password (NIST SP 800-63B-4: length, no composition rules).
 *
 * @param about login, e-mail and account of its owner, none of which it may contain
 * @returns a sentence; undefined when the password will do
 */
export function weaknessOf(password: string, about: readonly (string | null)[]): string | undefined {
  const { least, most } = PASSWORD_LENGTH;
  if (password.length < least)
    return `A password needs at least ${String(least)} characters; a sentence is easy to keep in mind`;
  if (password.length > most) return `A password has at most ${String(most)} characters`;
  const lower = password.toLowerCase();
  const named = about.find((word) => word !== null && word.length >= 3 && lower.includes(word.toLowerCase()));
  if (named != null) return 'A password must not contain the login, the e-mail address or the account';
  if (new Set(lower).size < 5) return 'A password needs at least five different characters';
  return undefined;
}
