/** A server of our own, on free loopback ports, that the caller may treat as roughly as it likes. */
export interface PrivateServer extends AsyncDisposable {
  /** The same before and after every restart. */
  readonly url: string;
  /** Of the current run; changes with a restart. */
  readonly pid: number;
  /** Sends the signal and resolves when the server has ended. Its data stay. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on its data, ending it first if it still runs; resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}
