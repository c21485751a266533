/** @needs postgres rabbitmq */
import { createHash } from 'node:crypto';
import { aService } from '../factories/a-service.ts';
import { anAccount, PASSWORD } from '../factories/an-account.ts';
import { withDatabase } from '../factories/insert.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import { Production } from '../helpers/production.ts';
import { codeIn } from '../helpers/smtp-mailbox.ts';
import { reply } from '../mails/smtp-recorder.ts';
import { eventually } from '../messaging/eventually.ts';

const CHOSEN_PASSWORD = 'eleven tall storks turn';
const GIVEN_PASSWORD = 'given by an administrator';
const REPLACING_PASSWORD = 'chosen by the user herself';
const MISTYPED_PASSWORD = 'seven quiet heorns wade';
const WRONG_CODE = 'wrongwrongwrongwrongwrongwrongwrongwrong-43';

const admin = anAccount();
const other = anAccount();
/** Nobody takes mail for these two: one never will, one not now. */
const unknown = anAccount({ email: 'unknown@customers.example' });
const away = anAccount({ email: 'away@customers.example' });
const service = (): ReturnType<typeof aService> => aService(admin);
const services = {
  done: service(),
  refused: service(),
  cancelled: service(),
  reminded: service(),
  expired: service(),
  failed: service(),
  parked: service(),
  retried: service(),
};

const NEEDED = 'your answer is needed';

/** Every mention of a change by its number, in a subject. */
const about = (id: number, words: string): RegExp => new RegExp(`change ${String(id)} .*${words}`);

/** The row of every table as text; a bytea column is shown in hexadecimal digits. */
async function everyRow(url: string): Promise<string[]> {
  return withDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const all: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select one::text as text from ${name} as one`);
      all.push(...rows.map(({ text }) => `${name} ${text}`));
    }
    return all;
  });
}

/** A secret as it could lie around: as it is, or written in one of the usual ways. */
function formsOf(secret: string): string[] {
  const [text, bytes] = [Buffer.from(secret), Buffer.from(secret, 'base64url')];
  const unpadded = (encoded: string): string => encoded.replace(/=+$/, '');
  const ofText = [text.toString('hex'), unpadded(text.toString('base64')), text.toString('base64url')];
  // A token is 32 bytes, written in base64url.
  const ofBytes = bytes.length === 32 ? [bytes.toString('hex'), unpadded(bytes.toString('base64'))] : [];
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...ofText, ...ofBytes];
}

interface Place {
  readonly name: string;
  readonly text: string;
}

/** Names of the places in which a secret is found, with what stands around it but without the secret. */
function leaks(secrets: ReadonlyMap<string, string>, places: readonly Place[]): string[] {
  return places.flatMap(({ name, text }) => {
    const lower = text.toLowerCase();
    return [...secrets].flatMap(([secret, what]) =>
      formsOf(secret)
        .map((form) => lower.indexOf(form.toLowerCase()))
        .filter((at) => at >= 0)
        .map((at) => `${what} in ${name}: …${text.slice(Math.max(0, at - 80), at)}`),
    );
  });
}

describe('a secret', () => {
  let production: Production;
  let api: ApiClient;
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    production = await Production.prepare(
      { accounts: [admin, other, unknown, away], services: Object.values(services) },
      { LOG_LEVEL: 'trace' },
      {
        onRecipient: (address) => {
          if (address === unknown.email) return reply(550, '5.1.1 no such mailbox');
          return address === away.email ? reply(451, '4.2.1 come back later') : undefined;
        },
      },
    );
    production.startWorker();
    api = await production.startApi();
    await everyFlow();
    for (const letter of await production.mailbox.all()) {
      if (letter.text.includes('#token=')) secrets.set(codeIn(letter), `the code of "${letter.subject}"`);
    }
    await production.stop();
  }, 240_000);

  afterAll(async () => {
    await production[Symbol.asyncDispose]();
  });

  async function signIn(login: string, password: string): Promise<ApiClient> {
    const { token } = await api.post<{ token: string }>('/auth/login', { login, password });
    const client = new (api.constructor as typeof ApiClient)(api.url, token);
    secrets.set(token, `the session of ${login}`).set(password, `the password of ${login}`);
    return client;
  }

  async function everyFlow(): Promise<void> {
    const [asAdmin, asOther] = await Promise.all([
      signIn(admin.nichandle, PASSWORD),
      signIn(other.nichandle, PASSWORD),
    ]);
    secrets.set(MISTYPED_PASSWORD, 'a mistyped password').set(WRONG_CODE, 'a wrong code');
    await api.refused(401, 'POST', '/auth/login', { login: admin.nichandle, password: MISTYPED_PASSWORD });
    // What the clock makes due takes longest, so it comes first.
    const due = whatTheClockMakesDue(asAdmin);
    await Promise.all([usersOf(asAdmin), changes(asAdmin, asOther), undeliverable(asAdmin), due]);
  }

  async function usersOf(asAdmin: ApiClient): Promise<void> {
    await asAdmin.post('/1.0/me/identity/user', { login: 'invited', email: 'invited@customers.example' });
    const token = await production.mailbox.code('invited@customers.example', /./);
    await api.refused(403, 'POST', '/auth/firstPassword', { token: WRONG_CODE, newPassword: CHOSEN_PASSWORD });
    await api.post('/auth/firstPassword', { token, newPassword: CHOSEN_PASSWORD });
    await (await signIn(`${admin.customerCode}/invited`, CHOSEN_PASSWORD)).post('/auth/logout');

    await asAdmin.post('/1.0/me/identity/user', { login: 'newcomer', password: GIVEN_PASSWORD });
    const given = await signIn(`${admin.customerCode}/newcomer`, GIVEN_PASSWORD);
    await given.post('/auth/password', { currentPassword: GIVEN_PASSWORD, newPassword: REPLACING_PASSWORD });
    await signIn(`${admin.customerCode}/newcomer`, REPLACING_PASSWORD);
  }

  async function ask(by: ApiClient, { name }: { name: string }, contacts: object): Promise<number> {
    const [id = 0] = await by.post<number[]>(`/1.0/vps/${name}/changeContact`, contacts);
    return id;
  }

  const act = (by: ApiClient, id: number, verb: string, token?: string): Promise<unknown> =>
    by.post(`/1.0/me/task/contactChange/${String(id)}/${verb}`, token === undefined ? {} : { token });

  const codeFor = ({ email }: { email: string }, id: number, nth = 1): Promise<string> =>
    production.mailbox.code(email, about(id, NEEDED), nth);

  async function changes(asAdmin: ApiClient, asOther: ApiClient): Promise<void> {
    const toOther = { contactTech: other.nichandle };
    const done = await ask(asAdmin, services.done, toOther);
    await codeFor(other, done);
    await asOther.refused(403, 'POST', `/1.0/me/task/contactChange/${String(done)}/accept`, { token: WRONG_CODE });
    await act(asOther, done, 'resendEmail');
    await act(asOther, done, 'accept', await codeFor(other, done, 2));
    await act(asAdmin, done, 'accept', await codeFor(admin, done));
    await production.mailbox.next(other.email, about(done, ': done'));

    const refused = await ask(asAdmin, services.refused, toOther);
    await act(asOther, refused, 'refuse', await codeFor(other, refused));
    const cancelled = await ask(asAdmin, services.cancelled, toOther);
    await codeFor(other, cancelled);
    await act(asAdmin, cancelled, 'cancel');

    const failed = await ask(asAdmin, services.failed, { contactBilling: other.nichandle });
    await act(asAdmin, failed, 'accept', await codeFor(admin, failed));
    await sql('update account set unpaid_invoices = 1 where nichandle = $1', [other.nichandle]);
    await act(asOther, failed, 'accept', await codeFor(other, failed));
    await Promise.all([
      production.mailbox.next(other.email, about(refused, ': refused')),
      production.mailbox.next(other.email, about(cancelled, ': cancelled')),
      production.mailbox.next(other.email, about(failed, ': not carried out')),
    ]);
  }

  /** Leaves messages behind: one is parked, one waits for its next try. */
  async function undeliverable(asAdmin: ApiClient): Promise<void> {
    const parked = await ask(asAdmin, services.parked, { contactTech: unknown.nichandle });
    const retried = await ask(asAdmin, services.retried, { contactTech: away.nichandle });
    await Promise.all([codeFor(admin, parked), codeFor(admin, retried)]);
    await eventually(() => Promise.resolve(/Parked contacts.token-due/.test(production.output)), 30_000);
  }

  async function whatTheClockMakesDue(asAdmin: ApiClient): Promise<void> {
    const toOther = { contactTech: other.nichandle };
    const reminded = await ask(asAdmin, services.reminded, toOther);
    const expired = await ask(asAdmin, services.expired, toOther);
    await Promise.all([codeFor(other, reminded), codeFor(other, expired)]);
    await sql(`update contact_change set date_request = now() - interval '4 days' where id = $1`, [reminded]);
    await sql(`update contact_change set expires_at = now() where id = $1`, [expired]);
    await Promise.all([
      production.mailbox.next(other.email, about(reminded, 'your answer is still awaited')),
      production.mailbox.next(other.email, about(expired, ': expired')),
    ]);
  }

  const sql = (text: string, values: readonly unknown[]): Promise<unknown> =>
    withDatabase(production.database.url, (client) => client.query(text, [...values]));

  it('was mailed, shown or typed in every flow that has one', () => {
    const kinds = [...secrets.values()].join('\n');
    expect(kinds).toMatch(/answer is needed/);
    expect(kinds).toMatch(/answer is still awaited/);
    expect(kinds).toMatch(/the session of .*\/invited/);
    expect(secrets.size).toBeGreaterThan(25);
  });

  it('would be found as it is, in hexadecimal and in base64', () => {
    const [token = ''] = [...secrets].find(([, what]) => what.startsWith('the code')) ?? [];
    const written = [token, Buffer.from(token).toString('base64'), Buffer.from(token, 'base64url').toString('hex')];
    for (const text of written)
      expect(leaks(secrets, [{ name: 'here', text: `before ${text} after` }])).not.toEqual([]);
  });

  it('is nowhere in the database, but the digest of a code is', async () => {
    const rows = await everyRow(production.database.url);
    expect(
      leaks(
        secrets,
        rows.map((text) => ({ name: 'the database', text })),
      ),
    ).toEqual([]);
    const [reminder] = await production.mailbox.to(other.email, /still awaited/);
    const digest = createHash('sha256')
      .update(reminder ? codeIn(reminder) : '')
      .digest('hex');
    expect(rows.filter((row) => row.includes(digest))).toEqual([expect.stringContaining('contact_change_party')]);
  });

  it('is in no queue, nor in what waits or is parked', async () => {
    const messages = await production.queued();
    expect(messages.filter((message) => message.includes('.parked '))).not.toEqual([]);
    expect(messages.filter((message) => message.includes('.retry.'))).not.toEqual([]);
    expect(
      leaks(
        secrets,
        messages.map((text) => ({ name: 'a queue', text })),
      ),
    ).toEqual([]);
  });

  it('is in no line that any process wrote, not even when it writes everything', () => {
    const lines = production.output.split('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect(
      leaks(
        secrets,
        lines.map((text) => ({ name: 'the output', text })),
      ),
    ).toEqual([]);
  });
});
