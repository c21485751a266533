import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts, as the audit trail names them. */
export interface Actor {
  /** Nichandle of the account acted for. */
  readonly account: string;
  /** Login of the sub-user; absent when the holder itself acts. */
  readonly user?: string;
  /** How the caller proved who they are. */
  readonly method: string;
  /** The API application used, if any. */
  readonly application?: string;
}

/** What stays the same from the first byte of a request to its last mail. */
export interface CallContext {
  /** Answered as `X-OVH-QUERYID`, logged, audited, carried by messages and mails. */
  readonly queryId: string;
  /** Address of the peer; absent for work that no request started. */
  readonly ip?: string;
  actor?: Actor;
}

const storage = new AsyncLocalStorage<CallContext>();

/** Runs `work`, and everything that it awaits, in the given context. */
export function runInCall<T>(context: CallContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the running request or delivery; undefined at start-up and in timers. */
export function currentCall(): CallContext | undefined {
  return storage.getStore();
}
