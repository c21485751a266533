import { DomainError, type ErrorKind } from '../errors/domain-error.js';

/** The message itself is wrong: no repetition will make it right. `message` becomes the reason it is parked with. */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

/** What becomes of a delivery. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly delayMs: number; readonly reason: string }
  | { readonly kind: 'park'; readonly reason: string };

export const DONE: Verdict = { kind: 'done' };

/** Kinds of "no" that may be a "yes" a moment later; every other one comes from a rule and stays. */
const PASSING: readonly ErrorKind[] = ['unavailable', 'conflict', 'too-many-requests'];

const JITTER = 0.25;
const LONGEST_REASON = 500;

/** Spreads `ms` by ±25 %, so that what failed together does not come back together. */
export const jittered = (ms: number): number => Math.round(ms * (1 + JITTER * (2 * Math.random() - 1)));

/** The longest that {@link jittered} makes of `ms`. */
export const longestJittered = (ms: number): number => Math.ceil(ms * (1 + JITTER));

/** Doubling pause for a resource that is down, with jitter; `failures` counts from 1. */
export function pauseAfter(failures: number, firstMs: number, longestMs: number): number {
  return Math.min(jittered(firstMs * 2 ** Math.min(failures - 1, 30)), longestMs);
}

/** One line that fits a header and a column. */
export function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`.slice(0, LONGEST_REASON);
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_REASON);
}

const isPermanent = (error: unknown): boolean =>
  error instanceof Unprocessable || (error instanceof DomainError && !PASSING.includes(error.kind));

/**
 * Decides after a failed attempt.
 *
 * @param attempt the one that failed, from 1
 * @param delaysMs pause before the 2nd, 3rd, … attempt
 */
export function judge(error: unknown, attempt: number, delaysMs: readonly number[]): Verdict {
  const reason = reasonOf(error);
  if (isPermanent(error)) return { kind: 'park', reason };
  const delayMs = delaysMs[attempt - 1];
  if (delayMs === undefined) return { kind: 'park', reason: `failed ${String(attempt)} times, at last: ${reason}` };
  return { kind: 'retry', delayMs, reason };
}
