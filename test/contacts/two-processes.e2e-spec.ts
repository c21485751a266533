/** @needs postgres rabbitmq */
import { aService } from '../factories/a-service.ts';
import { aUser, loginOf } from '../factories/a-user.ts';
import { anAccount, PASSWORD } from '../factories/an-account.ts';
import { withDatabase } from '../factories/insert.ts';
import type { ApiClient, Refusal } from '../helpers/api-client.ts';
import { Production } from '../helpers/production.ts';
import { eventually } from '../messaging/eventually.ts';

const admin = anAccount();
const tech = anAccount({ language: 'fr_FR' });
const wanted = anAccount();
const debtor = anAccount({ unpaidInvoices: 1 });
const payer = anAccount();
const stranger = anAccount();
const jane = aUser(admin, { login: 'jane' });

/** A service whose technical contact is somebody else than its admin. */
const shared = (): ReturnType<typeof aService> => aService(admin, { contactTech: tech.nichandle });
const [handedOver, takenBack, refused, cancelled, resent, guessed, unpaid, raced] = Array.from({ length: 8 }, shared);

const NEEDED = /answer is needed|réponse est attendue/;

interface ServiceInfos {
  readonly contactAdmin: string;
  readonly contactTech: string;
  readonly contactBilling: string;
}

describe('a contact change, with api and worker in processes of their own', () => {
  let production: Production;
  let first: ApiClient;
  let second: ApiClient;
  let asAdmin: ApiClient;
  let asTech: ApiClient;
  let asWanted: ApiClient;

  beforeAll(async () => {
    production = await Production.prepare({
      accounts: [admin, tech, wanted, debtor, payer, stranger],
      users: [jane],
      services: [handedOver, takenBack, refused, cancelled, resent, guessed, unpaid, raced].map(
        (one) => one ?? shared(),
      ),
    });
    production.startWorker();
    [first, second] = await Promise.all([production.startApi(), production.startApi()]);
    [asAdmin, asTech, asWanted] = (await Promise.all(
      [admin, tech, wanted].map(({ nichandle }) => first.signIn(nichandle, PASSWORD)),
    )) as [ApiClient, ApiClient, ApiClient];
  });

  afterAll(async () => {
    await production[Symbol.asyncDispose]();
  });

  const pathOf = (service = shared()): string => `/1.0/vps/${service.name}`;

  /** Asks, and resolves with the number of the change once the parties are asked. */
  async function ask(
    service: ReturnType<typeof aService> | undefined,
    contacts: object,
    by = asAdmin,
  ): Promise<number> {
    const [id = 0] = await by.post<number[]>(`${pathOf(service)}/changeContact`, contacts);
    await reaches(by, id, 'validatingByCustomers');
    return id;
  }

  const reaches = (by: ApiClient, id: number, state: string): Promise<unknown> =>
    eventually(async () => (await by.change(id)).state === state);

  const words = (id: number, pattern: RegExp): RegExp => new RegExp(` ${String(id)} .*(?:${pattern.source})`);

  const codeFor = ({ email }: { email: string }, id: number, nth = 1): Promise<string> =>
    production.mailbox.code(email, words(id, NEEDED), nth);

  const act = (by: ApiClient, id: number, verb: string, token?: string): Promise<null> =>
    by.post(`/1.0/me/task/contactChange/${String(id)}/${verb}`, token === undefined ? {} : { token });

  const actRefused = (by: ApiClient, id: number, verb: string, status: number, token?: string): Promise<Refusal> =>
    by.refused(
      status,
      'POST',
      `/1.0/me/task/contactChange/${String(id)}/${verb}`,
      token === undefined ? {} : { token },
    );

  const auditOf = (id: number): Promise<{ action: string; actor: string | null; result: string }[]> =>
    withDatabase(production.database.url, async (client) => {
      const { rows } = await client.query<{ action: string; actor: string | null; result: string }>(
        `select action, actor_account as actor, result from audit_event
          where object like '%contact-change ' || $1::text order by id`,
        [id],
      );
      return rows;
    });

  it('is asked, mailed to both, accepted by both, applied, and told to all three', async () => {
    const id = await ask(handedOver, { contactTech: wanted.nichandle });
    const [own, others] = await Promise.all([codeFor(admin, id), codeFor(wanted, id)]);
    expect(own).not.toBe(others);

    await act(asAdmin, id, 'accept', own);
    expect((await asWanted.change(id)).validations).toEqual([
      { account: admin.nichandle, acceptedAt: expect.any(String) as string },
      { account: wanted.nichandle, acceptedAt: null },
    ]);
    expect((await asAdmin.get<ServiceInfos>(`${pathOf(handedOver)}/serviceInfos`)).contactTech).toBe(tech.nichandle);
    // The other half comes through the other process.
    await act(asWanted.at(second.url), id, 'accept', others);
    await reaches(asAdmin, id, 'done');

    expect(await asWanted.get<ServiceInfos>(`${pathOf(handedOver)}/serviceInfos`)).toMatchObject({
      contactAdmin: admin.nichandle,
      contactTech: wanted.nichandle,
      contactBilling: admin.nichandle,
    });
    await Promise.all([
      production.mailbox.next(admin.email, words(id, /: done/)),
      production.mailbox.next(wanted.email, words(id, /: done/)),
      production.mailbox.next(tech.email, words(id, /n’êtes plus/)),
    ]);
    expect(await asTech.change(id)).toMatchObject({ state: 'done', toAccount: wanted.nichandle });
    expect(await asAdmin.get<number[]>('/1.0/me/task/contactChange?state=done')).toContain(id);
    expect(await auditOf(id)).toEqual([
      { action: 'contacts.ask', actor: admin.nichandle, result: 'done' },
      { action: 'contacts.accept', actor: admin.nichandle, result: 'done' },
      { action: 'contacts.accept', actor: wanted.nichandle, result: 'done' },
      { action: 'contacts.apply', actor: null, result: 'done' },
    ]);
  });

  it('needs the admin contact alone when it takes a role back, and tells the one who had it', async () => {
    const id = await ask(takenBack, { contactTech: admin.nichandle });
    await act(asAdmin, id, 'accept', await codeFor(admin, id));
    await reaches(asAdmin, id, 'done');
    expect((await asAdmin.change(id)).validations).toHaveLength(1);
    expect((await asAdmin.get<ServiceInfos>(`${pathOf(takenBack)}/serviceInfos`)).contactTech).toBe(admin.nichandle);
    await production.mailbox.next(tech.email, words(id, /n’êtes plus/));
    expect(await production.mailbox.to(tech.email, words(id, NEEDED))).toEqual([]);
  });

  it('ends when one party refuses, and both are told', async () => {
    const id = await ask(refused, { contactTech: wanted.nichandle });
    await act(asAdmin, id, 'accept', await codeFor(admin, id));
    await act(asWanted, id, 'refuse', await codeFor(wanted, id));
    expect((await asAdmin.change(id)).state).toBe('refused');
    await Promise.all([admin, wanted].map(({ email }) => production.mailbox.next(email, words(id, /: refused/))));
    expect((await asAdmin.get<ServiceInfos>(`${pathOf(refused)}/serviceInfos`)).contactTech).toBe(tech.nichandle);
  });

  it('ends when the one who asked cancels it, and no token works any more', async () => {
    const id = await ask(cancelled, { contactTech: wanted.nichandle });
    const token = await codeFor(wanted, id);
    expect((await actRefused(asWanted, id, 'cancel', 403)).errorCode).toBe('NOT_ASKED_BY_YOU');
    await act(asAdmin, id, 'cancel');
    expect((await asWanted.change(id)).state).toBe('aborted');
    expect((await actRefused(asWanted, id, 'accept', 409, token)).errorCode).toBe('CHANGE_NOT_POSSIBLE');
    await Promise.all([admin, wanted].map(({ email }) => production.mailbox.next(email, words(id, /: cancelled/))));
  });

  it('takes the token of the newest mail only, once', async () => {
    const id = await ask(resent, { contactTech: wanted.nichandle });
    const old = await codeFor(wanted, id);
    await act(asWanted, id, 'resendEmail');
    expect((await actRefused(asWanted, id, 'accept', 403, old)).message).toBe('Invalid token');
    expect((await actRefused(asWanted, id, 'resendEmail', 429)).errorCode).toBe('RESEND_TOO_SOON');
    const fresh = await codeFor(wanted, id, 2);
    await act(asWanted, id, 'accept', fresh);
    expect((await actRefused(asWanted, id, 'accept', 403, fresh)).message).toBe('Invalid token');
    expect(await auditOf(id)).toContainEqual({
      action: 'contacts.accept',
      actor: wanted.nichandle,
      result: 'contacts.invalid-token',
    });
  });

  it('takes a token from nobody but the account it was mailed to, signed in', async () => {
    const id = await ask(guessed, { contactTech: wanted.nichandle });
    const [own, others] = await Promise.all([codeFor(admin, id), codeFor(wanted, id)]);
    expect((await actRefused(asAdmin, id, 'accept', 403, others)).message).toBe('Invalid token');
    expect((await actRefused(asWanted, id, 'accept', 403, own)).message).toBe('Invalid token');
    await actRefused(first, id, 'accept', 401, own);
    const asStranger = await first.signIn(stranger.nichandle, PASSWORD);
    expect((await actRefused(asStranger, id, 'accept', 404, own)).errorCode).toBe('CHANGE_NOT_FOUND');
    expect((await asAdmin.change(id)).validations.every(({ acceptedAt }) => acceptedAt === null)).toBe(true);
  });

  it('is refused on asking, and again on applying, while a billing contact has an unpaid invoice', async () => {
    const path = `${pathOf(unpaid)}/changeContact`;
    const refusal = await asAdmin.refused(409, 'POST', path, { contactBilling: debtor.nichandle });
    expect(refusal.errorCode).toBe('UNPAID_INVOICES');
    expect(refusal.message).not.toContain(debtor.nichandle);

    const id = await ask(unpaid, { contactBilling: payer.nichandle });
    await act(asAdmin, id, 'accept', await codeFor(admin, id));
    await withDatabase(production.database.url, (client) =>
      client.query('update account set unpaid_invoices = 1 where nichandle = $1', [payer.nichandle]),
    );
    const asPayer = await second.signIn(payer.nichandle, PASSWORD);
    await act(asPayer, id, 'accept', await codeFor(payer, id));
    await reaches(asAdmin, id, 'error');
    expect((await asAdmin.change(id)).comment).toMatch(/unpaid/);
    expect((await asAdmin.get<ServiceInfos>(`${pathOf(unpaid)}/serviceInfos`)).contactBilling).toBe(admin.nichandle);
    await Promise.all(
      [admin, payer].map(({ email }) => production.mailbox.next(email, words(id, /: not carried out/))),
    );
  });

  it('exists once when two processes are asked for it at the same time; the other is told its number', async () => {
    const path = `${pathOf(raced)}/changeContact`;
    const body = { contactTech: wanted.nichandle };
    const answers = await Promise.all(
      [asAdmin, asAdmin.at(second.url)].map((client) => client.send<number[] | Refusal>('POST', path, body)),
    );
    const [id] = answers.find(({ status }) => status === 200)?.body as number[];
    const loser = answers.find(({ status }) => status === 409)?.body as Refusal;
    expect(loser.errorCode).toBe('CHANGE_ALREADY_OPEN');
    expect(loser.details?.contactChange).toBe(String(id));
  });

  it('is out of reach at once, in every process, for a session that was ended', async () => {
    const session = await first.signIn(stranger.nichandle, PASSWORD);
    const elsewhere = session.at(second.url);
    await elsewhere.get('/1.0/me/task/contactChange');
    await session.post('/auth/logout');
    await session.refused(401, 'GET', '/1.0/me');
    await eventually(async () => (await elsewhere.send('GET', '/1.0/me')).status === 401);
  });

  it('is out of reach at once, in every process, for a user who was disabled', async () => {
    const asJane = await first.signIn(loginOf(admin, jane), PASSWORD);
    const elsewhere = asJane.at(second.url);
    await Promise.all([asJane, elsewhere].map((client) => client.get('/1.0/me/task/contactChange')));
    await asAdmin.post('/1.0/me/identity/user/jane/disable');
    await asJane.refused(401, 'GET', '/1.0/me');
    await eventually(async () => (await elsewhere.send('GET', '/1.0/me')).status === 401);
    await second.refused(401, 'POST', '/auth/login', { login: loginOf(admin, jane), password: PASSWORD });
  });
});
