import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 100;

export interface Deadline {
  /** What is awaited, for the sentence of the error: `PostgreSQL on port 6432 answers`. */
  readonly what: string;
  readonly withinMs: number;
}

/**
 * Asks until the answer is defined. For servers of other people, which send no event when they are ready.
 *
 * @throws {Error} naming what was awaited, when the deadline passes
 */
export async function until<T>(ask: () => Promise<T | undefined>, { what, withinMs }: Deadline): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`Waited ${withinMs / 1000} s in vain: ${what}`);
    await pause(ASK_AGAIN_MS);
  }
}
