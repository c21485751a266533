/** How long and how often; the quick one is for seeing whether something works, not for figures. */
export interface Plan {
  readonly rounds: number;
  /** Of one measuring of a rate. */
  readonly seconds: number;
  /** Before the first measuring: the paths of a write are long, and the engine compiles them well only after thousands. */
  readonly warmUpSeconds: number;
  readonly events: number;
  readonly mails: number;
  /** Seconds at 50 a second. */
  readonly pacedSeconds: number;
  readonly manyUsers: number;
  readonly restarts: number;
}

export const FULL: Plan = {
  rounds: 5,
  seconds: 3,
  warmUpSeconds: 12,
  events: 20_000,
  mails: 5_000,
  pacedSeconds: 20,
  manyUsers: 1_000_000,
  restarts: 5,
};

export const QUICK: Plan = {
  rounds: 3,
  seconds: 1,
  warmUpSeconds: 4,
  events: 4_000,
  mails: 1_000,
  pacedSeconds: 4,
  manyUsers: 100_000,
  restarts: 2,
};

interface Sides {
  readonly baseline: (seconds: number) => Promise<{ readonly perSecond: number }>;
  readonly product: (seconds: number) => Promise<{ readonly perSecond: number }>;
}

/** Baseline and product in turn, after one round of each that does not count: both then meet the same warm machine. */
export async function roundsOf(plan: Plan, sides: Sides): Promise<{ baseline: number[]; product: number[] }> {
  const baseline: number[] = [];
  const product: number[] = [];
  for (let round = -1; round < plan.rounds; round += 1) {
    const seconds = round < 0 ? plan.warmUpSeconds : plan.seconds;
    const first = await sides.baseline(seconds);
    const second = await sides.product(seconds);
    if (round < 0) continue;
    baseline.push(first.perSecond);
    product.push(second.perSecond);
  }
  return { baseline, product };
}
