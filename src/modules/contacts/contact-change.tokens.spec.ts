import {
  aContactChange,
  ADMIN,
  later,
  NEWCOMER,
  NOW,
  STRANGER,
  TECH,
  tokenFor,
} from '../../../test/factories/a-contact-change.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import type { ContactChange } from './contact-change.entity.js';

const accepts = (change: ContactChange, account: string): void => {
  expect(change.answer(account, tokenFor(change, account), 'accept', NOW)).toBeUndefined();
};
const tokenError = (change: ContactChange, account: string, token: string): string | undefined =>
  change.answer(account, token, 'accept', NOW)?.code;

describe('the token of a party', () => {
  it('is different for each, and works for its party only', () => {
    const change = aContactChange();
    const [ofAdmin, ofNewcomer] = [tokenFor(change, ADMIN), tokenFor(change, NEWCOMER)];
    expect(ofAdmin).not.toBe(ofNewcomer);
    expect(tokenError(change, ADMIN, ofNewcomer)).toBe('contacts.invalid-token');
    expect(tokenError(change, NEWCOMER, ofAdmin)).toBe('contacts.invalid-token');
    expect(change.awaited).toHaveLength(2);
  });

  it.each([STRANGER, TECH])('of somebody else does not work for %s, who has nothing to answer', (account) => {
    const change = aContactChange();
    const error = change.answer(account, tokenFor(change, ADMIN), 'accept', NOW);
    expect(error).toMatchObject({ code: 'contacts.invalid-token', kind: 'forbidden', message: 'Invalid token' });
    expect(change.awaited).toHaveLength(2);
  });

  it('works once', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    expect(change.answer(ADMIN, token, 'accept', NOW)).toBeUndefined();
    for (const verb of ['accept', 'refuse'] as const)
      expect(change.answer(ADMIN, token, verb, NOW)?.code).toBe('contacts.invalid-token');
    expect(change.state).toBe('validatingByCustomers');
  });

  it('no longer works once a new one was made', () => {
    const change = aContactChange();
    const old = tokenFor(change, ADMIN);
    const fresh = tokenFor(change, ADMIN);
    expect(tokenError(change, ADMIN, old)).toBe('contacts.invalid-token');
    expect(tokenError(change, ADMIN, fresh)).toBeUndefined();
  });

  it('no longer works from the moment a new mail was asked for', () => {
    const change = aContactChange();
    const old = tokenFor(change, ADMIN);
    change.askAgain(ADMIN, NOW);
    expect(tokenError(change, ADMIN, old)).toBe('contacts.invalid-token');
  });

  it('is burnt by the fifth wrong try, and only a new one helps', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    for (let tries = 1; tries <= 4; tries += 1) {
      expect(change.answer(ADMIN, 'wrong', 'accept', NOW)?.details?.token).toMatch(/^This is not the code/);
    }
    expect(change.answer(ADMIN, 'wrong', 'accept', NOW)?.details?.token).toMatch(/^Too many wrong codes/);
    expect(change.answer(ADMIN, token, 'accept', NOW)?.code).toBe('contacts.invalid-token');
    expect(tokenError(change, ADMIN, tokenFor(change, ADMIN))).toBeUndefined();
  });

  it('survives four wrong tries', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    for (let tries = 1; tries <= 4; tries += 1) tokenError(change, ADMIN, 'wrong');
    expect(tokenError(change, ADMIN, token)).toBeUndefined();
  });

  it('is not burnt by the wrong tries of the other party', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    for (let tries = 1; tries <= 9; tries += 1) tokenError(change, NEWCOMER, 'wrong');
    expect(tokenError(change, ADMIN, token)).toBeUndefined();
  });

  it.each(['todo', 'checkValidity', 'doing', 'done', 'refused', 'aborted', 'expired', 'error'] as const)(
    'is not made in the state %s: a mail that comes late is not sent',
    (state) => {
      expect(aContactChange(state).issueTokenFor(NEWCOMER)).toBeUndefined();
    },
  );

  it('is not made for a party that has accepted, nor for an account without a part', () => {
    const change = aContactChange();
    accepts(change, ADMIN);
    expect(change.issueTokenFor(ADMIN)).toBeUndefined();
    expect(change.issueTokenFor(STRANGER)).toBeUndefined();
  });

  it('that was never used says that the change has ended, to its owner only', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    change.answer(NEWCOMER, tokenFor(change, NEWCOMER), 'refuse', NOW);
    expect(tokenError(change, ADMIN, 'wrong')).toBe('contacts.invalid-token');
    expect(tokenError(change, ADMIN, token)).toBe('contacts.change-not-possible');
  });
});

describe('asking for a new mail', () => {
  it('is possible once a minute', () => {
    const change = aContactChange();
    change.askAgain(ADMIN, NOW);
    const error = expectDomainError('contacts.resend-too-soon', () => {
      change.askAgain(ADMIN, later({ seconds: 59 }));
    });
    expect(error.message).toContain('1 seconds');
    change.askAgain(ADMIN, later({ seconds: 60 }));
  });

  it('is possible five times within a day', () => {
    const change = aContactChange();
    for (let hour = 0; hour < 5; hour += 1) change.askAgain(ADMIN, later({ hours: hour }));
    expectDomainError('contacts.resend-too-often', () => {
      change.askAgain(ADMIN, later({ hours: 23 }));
    });
    change.askAgain(ADMIN, later({ hours: 24 }));
  });

  it('of one party does not keep the other waiting', () => {
    const change = aContactChange();
    change.askAgain(ADMIN, NOW);
    change.askAgain(NEWCOMER, NOW);
    expect(change.awaited).toHaveLength(2);
  });

  it('is for parties whose answer is missing', () => {
    const change = aContactChange();
    accepts(change, ADMIN);
    expectDomainError('contacts.already-answered', () => {
      change.askAgain(ADMIN, NOW);
    });
  });
});
