/**
 * Says how easily a password is guessed. Runs as a thread of its own: a long password takes tens of milliseconds, and
 * the dictionaries of names and words in two languages belong into no heap that answers requests.
 */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as anyLanguage from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import * as french from '@zxcvbn-ts/language-fr';

interface Question {
  readonly id: number;
  readonly password: string;
  readonly about: readonly string[];
}

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

parentPort?.on('message', ({ id, password, about }: Question) => {
  const { score, feedback } = judge.check(password, [...about]);
  parentPort?.postMessage({ id, score, warning: feedback.warning });
});
