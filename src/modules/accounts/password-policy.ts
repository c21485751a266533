import { Injectable } from '@nestjs/common';
import { accountErrors } from './accounts.errors.js';
import { weaknessOf } from './password.js';
import { PasswordStrength, type Strength } from './password-strength.js';

/** Of 0 to 4: what cannot be guessed even by somebody who got hold of the hash (product §2). */
const LEAST_SCORE = 3;

const ADVICE = 'a few unrelated words make a good one';

/** zxcvbn's name of a weakness → our sentence. */
const SENTENCES: Readonly<Record<string, string>> = {
  straightRow: `Keys in a row are guessed first; ${ADVICE}`,
  keyPattern: `A pattern on the keyboard is guessed early; ${ADVICE}`,
  simpleRepeat: `One character again and again is guessed at once; ${ADVICE}`,
  extendedRepeat: `Saying the same thing several times makes a password longer, not harder to guess; ${ADVICE}`,
  sequences: `Sequences such as abcd or 6543 are guessed early; ${ADVICE}`,
  recentYears: `Years of the last decades are guessed early; ${ADVICE}`,
  dates: `Dates are guessed early; ${ADVICE}`,
  topTen: `This is one of the passwords that everybody tries first; ${ADVICE}`,
  topHundred: `This is one of the passwords that everybody tries first; ${ADVICE}`,
  common: `Too many people use this password; ${ADVICE}`,
  similarToCommon: `This is too close to a password that many people use; ${ADVICE}`,
  wordByItself: `A single word is guessed early, whatever stands before and after it; ${ADVICE}`,
  namesByThemselves: `Names of people are guessed early; ${ADVICE}`,
  commonNames: `Names of people are guessed early; ${ADVICE}`,
  userInputs: 'A password must not be made of the login, the e-mail address or the account',
};

const EASY = `This password is too easy to guess; ${ADVICE}`;

/** What a password has to be like, wherever one is chosen. */
@Injectable()
export class PasswordPolicy {
  constructor(private readonly strength: PasswordStrength) {}

  /**
   * @param field name of the field that holds the password, for the answer
   * @param about login, e-mail and account of its owner
   * @throws `accounts.weak-password` with a sentence that says why
   */
  async check(field: string, password: string, about: readonly (string | null)[]): Promise<void> {
    const weakness = weaknessOf(password, about) ?? weaknessIn(await this.strength.of(password, wordsOf(about)));
    if (weakness !== undefined) throw accountErrors.weakPassword(field, weakness);
  }
}

const weaknessIn = ({ score, warning }: Strength): string | undefined =>
  score >= LEAST_SCORE ? undefined : (SENTENCES[warning ?? ''] ?? EASY);

/** Of an address, the parts are as easy to guess as the whole. */
const wordsOf = (about: readonly (string | null)[]): string[] =>
  about.flatMap((word) => (word === null ? [] : [word, ...word.split(/[@./_-]/)])).filter((word) => word.length >= 3);
