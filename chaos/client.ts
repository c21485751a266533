import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, ApiClient, type ContactChangeAnswer } from '../test/helpers/api-client.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';

const TRY_AGAIN_MS = { least: 50, most: 400 };

/** Who asks: an account with a session, wherever the API can be reached. */
export interface Person {
  readonly account: string;
  readonly email: string;
  readonly token: string;
}

/** The API seen by somebody whose connections break: every call goes to one of its processes, and may be lost. */
export class Client {
  readonly #urls: readonly string[];
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #signal: AbortSignal;

  /** @param signal ends all waiting */
  constructor(urls: readonly string[], ledger: Ledger, random: Random, signal: AbortSignal) {
    this.#urls = urls;
    this.#ledger = ledger;
    this.#random = random;
    this.#signal = signal;
  }

  /** One try of a call that changes something; undefined when the answer was lost, and it may have happened. */
  async change<T>({ token }: Person, path: string, body: object): Promise<Answer<T> | undefined> {
    const answer = await this.#once<T>(token, 'POST', path, body);
    if (answer !== undefined && answer.status < 500) return answer;
    this.#ledger.unknown += 1;
    await this.#breathe();
    return undefined;
  }

  /** Looks until it is told. */
  async look({ token }: Person, changeId: number): Promise<ContactChangeAnswer> {
    for (;;) {
      this.#signal.throwIfAborted();
      const path = `/1.0/me/task/contactChange/${String(changeId)}`;
      const answer = await this.#once<ContactChangeAnswer>(token, 'GET', path);
      if (answer?.status === 200) return answer.body;
      if (answer !== undefined && answer.status < 500) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      await this.#breathe();
    }
  }

  async #once<T>(token: string, method: string, path: string, body?: object): Promise<Answer<T> | undefined> {
    this.#signal.throwIfAborted();
    const client = new ApiClient(this.#random.pick(this.#urls), token);
    return client.send<T>(method, path, body).catch(() => undefined);
  }

  async #breathe(): Promise<void> {
    await pause(this.#random.between(TRY_AGAIN_MS.least, TRY_AGAIN_MS.most), undefined, { signal: this.#signal });
  }
}
