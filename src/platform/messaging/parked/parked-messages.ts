/** A message that was set aside. */
export interface ParkedMessage {
  readonly queue: string;
  readonly messageId: string;
  readonly type: string;
  readonly reason: string;
  /** Attempts made. */
  readonly attempts: number;
  /** ISO 8601; absent if it never reached a handler. */
  readonly firstFailedAt?: string;
  readonly queryId: string;
  /** As it was sent, at most 1,000 characters of it. */
  readonly content: string;
}

export const LONGEST_CONTENT = 1_000;

/** What an operator does about messages that nobody could handle. */
export abstract class ParkedMessages {
  /** Changes nothing: whatever is listed stays where it is. */
  abstract list(queue: string): Promise<ParkedMessage[]>;

  /**
   * Puts messages back into their queue, as if they came for the first time.
   *
   * @param messageId only this one; all of the queue when absent
   * @returns how many went back
   */
  abstract requeue(queue: string, messageId?: string): Promise<number>;

  abstract close(): Promise<void>;
}
