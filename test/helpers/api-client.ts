/** The body of every refusal (product §1.3). */
export interface Refusal {
  readonly class: string;
  readonly message: string;
  readonly errorCode: string;
  readonly httpCode: string;
  readonly details?: Readonly<Record<string, string>>;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** A contact change as the API tells it; the part that tests look at. */
export interface ContactChangeAnswer {
  readonly id: number;
  readonly state: string;
  readonly askingAccount: string;
  readonly fromAccount: string;
  readonly toAccount: string;
  readonly contactTypes: readonly string[];
  readonly comment: string | null;
  readonly dateDone: string | null;
  readonly validations: readonly { readonly account: string; readonly acceptedAt: string | null }[];
}

const ANSWER_WITHIN_MS = 30_000;

/** One person at the API: what they send, and what they are told. */
export class ApiClient {
  /** Address of the API, without a trailing slash. */
  readonly url: string;
  /** Token of the session; undefined for somebody who is not signed in. */
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  /** @throws {Error} with the answer when the login is refused, or needs more than a password */
  async signIn(login: string, password: string): Promise<ApiClient> {
    const { token, status } = await this.post<{ token: string; status: string }>('/auth/login', { login, password });
    if (status !== 'OK') throw new Error(`Signing in as ${login} ended with ${status}`);
    return new ApiClient(this.url, token);
  }

  /** The same session at another address: another process of the same installation. */
  at(url: string): ApiClient {
    return new ApiClient(url, this.token);
  }

  get<T>(path: string): Promise<T> {
    return this.expect<T>(200, 'GET', path);
  }

  post<T = null>(path: string, body: object = {}): Promise<T> {
    return this.expect<T>(200, 'POST', path, body);
  }

  /** Sends something that has to be refused, with this status. */
  refused(status: number, method: string, path: string, body?: object): Promise<Refusal> {
    return this.expect<Refusal>(status, method, path, body);
  }

  change(id: number): Promise<ContactChangeAnswer> {
    return this.get(`/1.0/me/task/contactChange/${String(id)}`);
  }

  /** @throws {Error} with the answer when its status is another */
  async expect<T>(status: number, method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send<T>(method, path, body);
    if (answer.status === status) return answer.body;
    const what = `${method} ${path} answered ${String(answer.status)} instead of ${String(status)}`;
    throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
  }

  /** Whatever the answer is. Throws only when there is none. */
  async send<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as T, headers: response.headers };
  }
}
