export type Call = 'ask' | 'accept' | 'refuse' | 'cancel' | 'resendEmail';

/** A call that changes something, and what the client was told. */
export interface Entry {
  readonly changeId: number;
  readonly account: string;
  readonly call: Call;
}

/**
 * What the clients hold in their hands when the run is over. A call that was answered with 200 has happened, whatever
 * was killed afterwards. One whose answer was lost may have happened or not: both are right.
 */
export class Ledger {
  readonly accepted: Entry[] = [];
  /** Calls whose answer was lost, or was a 5xx. */
  unknown = 0;
  /** Longest time that a client waited for what follows from its call, in milliseconds. */
  longestStallMs = 0;

  accept(changeId: number, account: string, call: Call): void {
    this.accepted.push({ changeId, account, call });
  }

  /** Times what a client waits for. */
  async stall<T>(waiting: Promise<T>): Promise<T> {
    const begun = performance.now();
    const result = await waiting;
    this.longestStallMs = Math.max(this.longestStallMs, performance.now() - begun);
    return result;
  }
}
