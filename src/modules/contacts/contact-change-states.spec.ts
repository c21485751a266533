import { aContactChange, ADMIN, NEWCOMER, NOW, tokenFor } from '../../../test/factories/a-contact-change.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ContactChange } from './contact-change.entity.js';
import { CHANGE_STATES, type ChangeState, type ChangeVerb, OPEN_STATES, TRANSITIONS } from './contact-change-states.js';

const VERBS = Object.keys(TRANSITIONS) as ChangeVerb[];

/** Does what the verb stands for. A token is made where one can be; it says nothing of whether the state allows it. */
const ACTS: Readonly<Record<ChangeVerb, (change: ContactChange) => unknown>> = {
  check: (change) => {
    change.check();
  },
  ask: (change) => {
    change.askParties();
  },
  complete: (change) => {
    const tokens = change.deciders.map(({ account }) => [account, change.issueTokenFor(account) ?? 'none'] as const);
    for (const [account, token] of tokens) {
      const error = change.answer(account, token, 'accept', NOW);
      if (error) return error;
    }
    return undefined;
  },
  refuse: (change) => change.answer(NEWCOMER, change.issueTokenFor(NEWCOMER) ?? 'none', 'refuse', NOW),
  cancel: (change) => {
    change.cancel(ADMIN, NOW);
  },
  expire: (change) => {
    change.expire(NOW);
  },
  finish: (change) => {
    change.finish(NOW);
  },
  fail: (change) => {
    change.fail('not-possible', NOW);
  },
};

function refusalOf(change: ContactChange, verb: ChangeVerb): DomainError | undefined {
  try {
    const answer = ACTS[verb](change);
    return answer instanceof DomainError ? answer : undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

const CASES = CHANGE_STATES.flatMap((state) => VERBS.map((verb) => [state, verb] as const));
const ALLOWED = CASES.filter(([state, verb]) => TRANSITIONS[verb].from.includes(state));
const REFUSED = CASES.filter(([state, verb]) => !TRANSITIONS[verb].from.includes(state));

it.each(ALLOWED)('a change that is %s allows %s', (state, verb) => {
  const change = aContactChange(state);
  expect(change.can(verb)).toBe(true);
  expect(refusalOf(change, verb)).toBeUndefined();
  expect(change.state).toBe(TRANSITIONS[verb].to);
});

it.each(REFUSED)('a change that is %s refuses %s and stays as it is', (state, verb) => {
  const change = aContactChange(state);
  const { dateDone, comment } = change;
  expect(change.can(verb)).toBe(false);
  expect(['contacts.change-not-possible', 'contacts.invalid-token']).toContain(refusalOf(change, verb)?.code);
  expect(change).toMatchObject({ state, dateDone, comment });
});

it('is drawn as product.md has it: nothing leaves an end, and the present state is never asked for again', () => {
  const ends = CHANGE_STATES.filter((state) => VERBS.every((verb) => !TRANSITIONS[verb].from.includes(state)));
  expect(ends).toEqual(['aborted', 'done', 'error', 'expired', 'refused']);
  expect([...OPEN_STATES].sort()).toEqual(CHANGE_STATES.filter((state) => !ends.includes(state)));
  for (const verb of VERBS) expect(TRANSITIONS[verb].from).not.toContain(TRANSITIONS[verb].to);
});

it.each<ChangeState>(['aborted', 'done', 'error', 'expired', 'refused'])(
  'has a date of its end when it is %s',
  (state) => {
    expect(aContactChange(state).dateDone).toEqual(NOW);
  },
);

it('says why it ended in error', () => {
  expect(aContactChange('error').comment).toBe('unpaid-invoices');
});

it('is reminded of once', () => {
  const change = aContactChange();
  change.remind(NOW);
  expect(change.remindedAt).toEqual(NOW);
  expect(tokenFor(change, ADMIN)).toHaveLength(43);
});
