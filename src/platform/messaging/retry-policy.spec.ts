import fc from 'fast-check';
import { DomainError, type ErrorKind } from '../errors/domain-error.js';
import { jittered, judge, longestJittered, pauseAfter, reasonOf, Unprocessable } from './retry-policy.js';

const DELAYS = [200, 1_000, 5_000];

describe('after a failed attempt', () => {
  it.each([
    [1, 200],
    [2, 1_000],
    [3, 5_000],
  ])('number %i there is another one after %i ms', (attempt, delayMs) => {
    expect(judge(new Error('smtp 451'), attempt, DELAYS)).toEqual({ kind: 'retry', delayMs, reason: 'smtp 451' });
  });

  it('number 4 the message is parked, with the number of attempts and the last reason', () => {
    expect(judge(new Error('smtp 451'), 4, DELAYS)).toEqual({
      kind: 'park',
      reason: 'failed 4 times, at last: smtp 451',
    });
  });

  it.each<[ErrorKind, 'retry' | 'park']>([
    ['bad-request', 'park'],
    ['unauthenticated', 'park'],
    ['forbidden', 'park'],
    ['not-found', 'park'],
    ['conflict', 'retry'],
    ['too-many-requests', 'retry'],
    ['unavailable', 'retry'],
  ])('a rule that says %s leads to %s', (errorKind, kind) => {
    expect(judge(new DomainError('test.rule', errorKind, 'No'), 1, DELAYS)).toMatchObject({ kind });
  });

  it('a message that is wrong in itself is parked', () => {
    expect(judge(new Unprocessable('the content is not JSON'), 1, DELAYS)).toEqual({
      kind: 'park',
      reason: 'the content is not JSON',
    });
  });
});

describe('a delay', () => {
  it('is spread by a quarter at most, in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), (ms) => {
        const spread = jittered(ms);
        return spread >= Math.floor(ms * 0.75) && spread <= longestJittered(ms);
      }),
    );
  });

  it('of a pause doubles, and ends at its longest', () => {
    expect(pauseAfter(1, 100, 5_000)).toBeLessThanOrEqual(125);
    expect(pauseAfter(3, 100, 5_000)).toBeGreaterThanOrEqual(300);
    expect(pauseAfter(1_000, 100, 5_000)).toBe(5_000);
  });
});

describe('a reason', () => {
  it('is one line of at most 500 characters', () => {
    expect(reasonOf(new Error('a\r\nb'))).toBe('a b');
    expect(reasonOf(new Error('x'.repeat(1_000)))).toHaveLength(500);
  });

  it('of a rule begins with its code', () => {
    expect(reasonOf(new DomainError('contacts.wrong-token', 'forbidden', 'No'))).toBe('contacts.wrong-token: No');
  });

  it('is found for whatever was thrown', () => {
    expect(reasonOf('plain text')).toBe('plain text');
    expect(reasonOf(undefined)).toBe('undefined');
  });
});
