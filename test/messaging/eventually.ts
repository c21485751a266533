import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 20;

/** Resolves with what `look` finds as soon as it is neither undefined nor false. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, withinMs = 15_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Did not happen within ${String(withinMs)} ms: ${look.toString()}`);
    await delay(STEP_MS);
  }
}
