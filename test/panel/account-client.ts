import { eventually } from '../messaging/eventually.ts';

/** A contact change as the API tells it; the part that the tests look at. */
export interface ContactChange {
  readonly id: number;
  readonly state: string;
  readonly toAccount: string;
  readonly contactTypes: readonly string[];
  readonly validations: readonly { readonly account: string; readonly acceptedAt: string | null }[];
}

interface MailEntry {
  readonly id: number;
  readonly subject: string;
}

interface Mail {
  readonly text: string;
}

/** One account at the API, beside the browser: prepares what a test is about and checks what came of it. */
export class AccountClient {
  private readonly url: string;
  private readonly token: string;
  /** Address of the account's mails. */
  readonly email: string;

  private constructor(url: string, token: string, email: string) {
    this.url = url;
    this.token = token;
    this.email = email;
  }

  static async signIn(url: string, login: string, password: string): Promise<AccountClient> {
    const { token } = await json<{ token: string }>(`${url}/auth/login`, post({ login, password }));
    const headers = { authorization: `Bearer ${token}` };
    const { email } = await json<{ email: string }>(`${url}/1.0/me`, { headers });
    return new AccountClient(url, token, email);
  }

  get<T>(path: string): Promise<T> {
    return json<T>(`${this.url}${path}`, { headers: this.headers });
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return json<T>(`${this.url}${path}`, post(body, this.headers));
  }

  change(id: number): Promise<ContactChange> {
    return this.get(`/1.0/me/task/contactChange/${String(id)}`);
  }

  /** Asks for a change of one service's contacts and waits until both parties have been mailed. */
  async ask(service: string, wanted: Readonly<Record<string, string>>): Promise<ContactChange> {
    const [id] = await this.post<number[]>(`/1.0${service}/changeContact`, wanted);
    if (id === undefined) throw new Error(`Nothing was to change on ${service}`);
    return eventually(async () => {
      const change = await this.change(id);
      return change.state === 'validatingByCustomers' && change;
    });
  }

  /** The link in the newest mail about a change: `/contacts/requests?taskId=…#token=…` with the host. */
  linkFor(id: number): Promise<string> {
    return this.linkWith(new RegExp(`https?://\\S+/contacts/requests\\?taskId=${String(id)}#token=[\\w-]+`));
  }

  /** The link in the newest mail to `to` that matches. */
  linkWith(pattern: RegExp, to = this.email): Promise<string> {
    return eventually(async () => {
      const entries = await json<MailEntry[]>(`${this.url}/dev/inbox/messages?to=${encodeURIComponent(to)}`);
      for (const { id } of entries) {
        const { text } = await json<Mail>(`${this.url}/dev/inbox/messages/${String(id)}`);
        const link = pattern.exec(text)?.[0];
        if (link !== undefined) return link;
      }
      return undefined;
    });
  }

  private get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** The code that a link carries in its fragment. */
export function codeOf(link: string): string {
  const code = new URLSearchParams(new URL(link).hash.slice(1)).get('token');
  if (code === null) throw new Error(`There is no code in the fragment of ${link}`);
  return code;
}

const post = (body: object, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function json<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${String(response.status)} ${body}`);
  return JSON.parse(body) as T;
}
