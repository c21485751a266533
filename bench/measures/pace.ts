import { setTimeout as pause } from 'node:timers/promises';

/** Starts `one` so often a second, whatever becomes of those before: an overloaded product falls behind visibly. */
export async function atPace(perSecond: number, count: number, one: (n: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const due = begun + (n * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    all.push(one(n));
  }
  await Promise.all(all);
}

/** The value that the given share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
