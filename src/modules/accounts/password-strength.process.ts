/**
 * Says how easily a password is guessed. Runs as a process of its own: a long password takes tens of milliseconds, and
 * the dictionaries of names and words in two languages belong into no memory that answers requests. A thread would give
 * its memory back to nobody.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as anyLanguage from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import * as french from '@zxcvbn-ts/language-fr';
import type { Answer, Question } from './password-strength.js';

/**
 * Letters written as digits and signs are tried in so many ways; the library's own limit makes minutes of work of a
 * hostile password.
 */
const L33T_READINGS = 8;

const judge = new ZxcvbnFactory({
  dictionary: { ...anyLanguage.dictionary, ...english.dictionary, ...french.dictionary },
  graphs: anyLanguage.adjacencyGraphs,
  l33tMaxSubstitutions: L33T_READINGS,
});

process.on('message', ({ id, password, about }: Question) => {
  const { score, feedback } = judge.check(password, [...about]);
  process.send?.({ id, score, warning: feedback.warning } satisfies Answer);
});
process.on('disconnect', () => process.exit());
