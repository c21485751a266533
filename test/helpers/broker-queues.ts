/** Consumer classes that have queues; the test that looks into all of them fails when one is missing here. */
const CONSUMERS = ['accounts', 'contacts'];
const RETRY_DELAYS_MS = [200, 1_000, 5_000, 30_000, 120_000, 600_000];

/** Every queue of an installation. */
export const queuesOf = (namespace: string): string[] =>
  CONSUMERS.flatMap((name) => [
    `${namespace}.${name}`,
    `${namespace}.${name}.parked`,
    ...RETRY_DELAYS_MS.map((delayMs) => `${namespace}.${name}.retry.${String(delayMs)}`),
  ]);
