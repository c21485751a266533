import fc from 'fast-check';
import { askOne, later, NEWCOMER, NOW, STRANGER, TECH } from '../../../test/factories/a-contact-change.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ContactChange } from './contact-change.entity.js';
import { CHANGE_STATES, type ChangeState } from './contact-change-states.js';

/**
 * Random sequences of everything that can happen to a change, beside a model that keeps only what product.md §3 says.
 * `MANDATE_SEQUENCES` and `MANDATE_SEED` make it longer, or another one.
 */
const SEQUENCES = Number(process.env.MANDATE_SEQUENCES ?? 5000);
const SEED = Number(process.env.MANDATE_SEED ?? 20_261_120);

/** The technical contact hands over: nobody is to be informed, so that the model stays small. */
const HOURS_TO_ANSWER = 30;
const PARTIES = [TECH, NEWCOMER] as const;
const ACCOUNTS = [...PARTIES, STRANGER] as const;
type Who = (typeof ACCOUNTS)[number];

interface PartyModel {
  token: string | null;
  wrong: number;
  accepted: boolean;
  resent: number[];
}

class Model {
  state: ChangeState = 'todo';
  seconds = 0;
  readonly parties = new Map<Who, PartyModel>(
    PARTIES.map((who) => [who, { token: null, wrong: 0, accepted: false, resent: [] }]),
  );
  /** Every token that was ever made: what a thief, or an old mail, may hold. */
  readonly mailed: string[] = [];

  get awaited(): Who[] {
    return PARTIES.filter((who) => this.parties.get(who)?.accepted === false);
  }

  get over(): boolean {
    return this.seconds >= HOURS_TO_ANSWER * 3600;
  }

  move(from: readonly ChangeState[], to: ChangeState): boolean {
    if (!from.includes(this.state)) return false;
    this.state = to;
    return true;
  }
}

/** Does one thing to the change and to the model; the two must say yes or no together. */
type Command = (change: ContactChange, model: Model) => void;

/** Half a million comparisons: `expect` would take longer than all that is compared. */
function same(is: unknown, expected: unknown): void {
  if (is !== expected) throw new Error(`The change says ${String(is)}, the model ${String(expected)}`);
}

const agree = (allowed: boolean, act: () => DomainError | undefined): void => {
  let refusal: DomainError | undefined;
  try {
    refusal = act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    refusal = error;
  }
  same(refusal === undefined, allowed);
};

const step =
  (from: readonly ChangeState[], to: ChangeState, act: (change: ContactChange, now: Date) => void): Command =>
  (change, model) => {
    agree(model.move(from, to), () => {
      act(change, later({ seconds: model.seconds }));
      return undefined;
    });
  };

const BEFORE_ALL_ACCEPTED: readonly ChangeState[] = ['todo', 'checkValidity', 'validatingByCustomers'];
const STEPS: readonly Command[] = [
  step(['todo'], 'checkValidity', (change) => {
    change.check();
  }),
  step(['checkValidity'], 'validatingByCustomers', (change) => {
    change.askParties();
  }),
  step(['checkValidity', 'doing'], 'error', (change, now) => {
    change.fail('service-gone', now);
  }),
  step(['doing'], 'done', (change, now) => {
    change.finish(now);
  }),
  step(BEFORE_ALL_ACCEPTED, 'expired', (change, now) => {
    change.expire(now);
  }),
  step(BEFORE_ALL_ACCEPTED, 'aborted', (change, now) => {
    change.cancel(TECH, now);
  }),
  (change, model) => {
    agree(false, () => {
      change.cancel(NEWCOMER, later({ seconds: model.seconds }));
      return undefined;
    });
  },
];

const issue =
  (who: Who): Command =>
  (change, model) => {
    const party = model.parties.get(who);
    const token = change.issueTokenFor(who);
    same(token !== undefined, model.state === 'validatingByCustomers' && party?.accepted === false);
    if (token === undefined || !party) return;
    same(model.mailed.includes(token), false);
    model.mailed.push(token);
    Object.assign(party, { token, wrong: 0 });
  };

function noteWrongTry(party: PartyModel): void {
  party.wrong += 1;
  if (party.wrong >= 5) party.token = null;
}

/** What the model makes of an answer; false when it must be refused. */
// eslint-disable-next-line complexity -- the whole rule of an answer, read from top to bottom
function answered(model: Model, who: Who, token: string, verb: 'accept' | 'refuse'): boolean {
  const party = model.parties.get(who);
  const asked = model.state === 'validatingByCustomers';
  if (!party || (!asked && party.token === null)) return false;
  if (party.token !== token) noteWrongTry(party);
  if (!asked || model.over || party.token !== token) return false;
  party.token = null;
  party.accepted = verb === 'accept';
  if (!party.accepted) model.state = 'refused';
  else if (model.awaited.length === 0) model.state = 'doing';
  return true;
}

/** `pick` chooses the party's own newest token, one of all that were ever mailed, or a guess. */
const answer =
  (who: Who, verb: 'accept' | 'refuse', pick: number | 'own'): Command =>
  (change, model) => {
    const own = pick === 'own' ? model.parties.get(who)?.token : model.mailed[pick % (model.mailed.length + 1)];
    const token = own ?? 'a guess';
    const allowed = answered(model, who, token, verb);
    agree(allowed, () => change.answer(who, token, verb, later({ seconds: model.seconds })));
  };

const resend =
  (who: Who): Command =>
  // eslint-disable-next-line complexity -- the whole rule of asking again, in one place
  (change, model) => {
    const party = model.parties.get(who);
    const lastDay = (party?.resent ?? []).filter((at) => model.seconds - at < 86_400);
    const awaited = model.state === 'validatingByCustomers' && !model.over && party?.accepted === false;
    const allowed = awaited && lastDay.length < 5 && lastDay.every((at) => model.seconds - at >= 60);
    agree(allowed, () => {
      change.askAgain(who, later({ seconds: model.seconds }));
      return undefined;
    });
    if (allowed) Object.assign(party, { token: null, resent: [...lastDay, model.seconds] });
  };

const wait =
  (seconds: number): Command =>
  (_change, model) => {
    model.seconds += seconds;
  };

const ANSWERS = ['accept', 'accept', 'accept', 'refuse'] as const;

/** The worker's steps forward come often enough for sequences to get somewhere. */
const commands = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...STEPS.slice(0, 2)) },
    { weight: 1, arbitrary: fc.constantFrom(...STEPS) },
    { weight: 4, arbitrary: fc.constantFrom(...ACCOUNTS).map(issue) },
    {
      weight: 8,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...ACCOUNTS),
          fc.constantFrom(...ANSWERS),
          fc.oneof(fc.constant('own' as const), fc.nat(12)),
        )
        .map((given) => answer(...given)),
    },
    { weight: 2, arbitrary: fc.constantFrom(...ACCOUNTS).map(resend) },
    { weight: 2, arbitrary: fc.constantFrom(1, 30, 60, 3_600, 20_000).map(wait) },
  ),
  { maxLength: 60, size: 'max' },
);

it(`does what the model says in ${SEQUENCES} random sequences (seed ${SEED})`, () => {
  const ends = new Map<ChangeState, number>();
  fc.assert(
    fc.property(commands, (sequence) => {
      const change = askOne({ contactTech: NEWCOMER }, { askedBy: TECH, now: NOW, hoursToAnswer: HOURS_TO_ANSWER });
      const model = new Model();
      for (const command of sequence) {
        command(change, model);
        same(change.state, model.state);
        same(String(change.awaited.map(({ account }) => account)), String(model.awaited));
      }
      ends.set(model.state, (ends.get(model.state) ?? 0) + 1);
    }),
    { numRuns: SEQUENCES, seed: SEED },
  );
  // A generator that never gets anywhere proves nothing.
  if (SEQUENCES >= 1000) expect([...ends.keys()].sort()).toEqual([...CHANGE_STATES].sort());
});
