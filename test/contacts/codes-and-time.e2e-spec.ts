/** @needs postgres */
import { ContactChangesDue } from '../../src/modules/contacts/contact-changes-due.js';
import type { AccountRow } from '../factories/an-account.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';
import { Story, taskPath } from './story.js';

let app: RunningApp;
let story: Story;
let owner: AccountRow;
let newcomer: AccountRow;
let path: string;
let id: number;

beforeAll(async () => {
  app = await startApp({ demo: false });
  story = new Story(app);
});

afterAll(() => app.close());

beforeEach(async () => {
  owner = await story.account();
  newcomer = await story.account({ language: 'fr_CA' });
  path = await story.service(owner);
  id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
});

const sweep = async (): Promise<void> => {
  await app.get(ContactChangesDue).sweep();
  await app.settle();
};

/** Answers with any code; says how that was answered. */
async function tries(
  who: AccountRow,
  token: unknown,
  verb = 'accept',
): Promise<{ status: number; errorCode?: string }> {
  const answer = await (await app.as(who.nichandle)).post(`${taskPath(id)}/${verb}`, { token });
  const { errorCode } = (answer.body ?? {}) as { errorCode?: string };
  return errorCode === undefined ? { status: answer.status } : { status: answer.status, errorCode };
}

const INVALID = { status: 403, errorCode: 'INVALID_TOKEN' };

describe('the code in the mail', () => {
  it('opens the request to nobody but its reader, signed in', async () => {
    const stranger = await story.account();
    const code = await app.mailbox.codeFor(newcomer.email, id);
    expect(await tries(owner, code)).toEqual(INVALID);
    expect(await tries(stranger, code)).toEqual({ status: 404, errorCode: 'CHANGE_NOT_FOUND' });
    await app.anybody.post(`${taskPath(id)}/accept`, { token: code }).expect(401);
    expect((await story.see(owner, id)).validations.every(({ acceptedAt }) => acceptedAt === null)).toBe(true);
    const refused = await app.sql<{ account: string; result: string; keys: string[] }>(
      `select account, result, keys from audit_event where object = ? and result <> 'done'`,
      [`contact-change ${String(id)}`],
    );
    expect(refused).toEqual([{ account: owner.nichandle, result: 'contacts.invalid-token', keys: [] }]);
  });

  it('works once', async () => {
    const code = await app.mailbox.codeFor(owner.email, id);
    expect(await tries(owner, code)).toEqual({ status: 200 });
    expect(await tries(owner, code)).toEqual(INVALID);
    expect(await tries(owner, code, 'refuse')).toEqual(INVALID);
  });

  it('dies when a new one is asked for, which works', async () => {
    const old = await app.mailbox.codeFor(newcomer.email, id);
    await (await app.as(newcomer.nichandle)).post(`${taskPath(id)}/resendEmail`).expect(200, 'null');
    await app.settle();
    const fresh = await app.mailbox.codeFor(newcomer.email, id);
    expect(fresh).not.toBe(old);
    expect(await tries(newcomer, old)).toEqual(INVALID);
    expect(await tries(newcomer, fresh)).toEqual({ status: 200 });
  });

  it('is burnt by five wrong ones: a new mail is needed', async () => {
    const code = await app.mailbox.codeFor(owner.email, id);
    for (let wrong = 1; wrong <= 5; wrong += 1) expect(await tries(owner, `wrong-${String(wrong)}`)).toEqual(INVALID);
    expect(await tries(owner, code)).toEqual(INVALID);
    await (await app.as(owner.nichandle)).post(`${taskPath(id)}/resendEmail`).expect(200);
    await app.settle();
    expect(await tries(owner, await app.mailbox.codeFor(owner.email, id))).toEqual({ status: 200 });
  });

  it.each([undefined, null, '', 7, ['x'], { $ne: null }, 'x'.repeat(201)])(
    'that is %j is refused as no code',
    async (token) => {
      expect(await tries(owner, token)).toEqual({ status: 400, errorCode: 'INVALID_FIELDS' });
    },
  );

  it('is sent again once a minute and five times a day, with a word on when to try again', async () => {
    const again = async (): Promise<{ status: number; body: unknown }> =>
      (await app.as(owner.nichandle)).post(`${taskPath(id)}/resendEmail`);
    expect((await again()).status).toBe(200);
    expect(await again()).toMatchObject({
      status: 429,
      body: { errorCode: 'RESEND_TOO_SOON', message: expect.stringContaining('60 seconds') as string },
    });
    for (let more = 2; more <= 5; more += 1) {
      app.clock.move({ seconds: 60 });
      expect((await again()).status).toBe(200);
    }
    app.clock.move({ minutes: 10 });
    expect((await again()).status).toBe(429);
    app.clock.move({ hours: 24 });
    expect((await again()).status).toBe(200);
  });

  it('is for those whose answer is missing, while it is asked for', async () => {
    await story.answer(owner, id, 'accept');
    const body = (await (await app.as(owner.nichandle)).post(`${taskPath(id)}/resendEmail`).expect(409))
      .body as unknown;
    expect(body).toMatchObject({ errorCode: 'ALREADY_ANSWERED' });
    await story.answer(newcomer, id, 'refuse');
    await (await app.as(newcomer.nichandle)).post(`${taskPath(id)}/resendEmail`).expect(409);
  });
});

describe('looking at a request', () => {
  it('changes nothing: not its link, not its routes, with whatever safe method a scanner uses', async () => {
    const code = await app.mailbox.codeFor(newcomer.email, id);
    const before = await app.sql('select * from contact_change_party where change_id = ? order by account', [id]);
    const asNewcomer = await app.as(newcomer.nichandle);
    for (const who of [app.anybody, asNewcomer]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
        for (const route of ['', '/accept', '/refuse', '/cancel', '/resendEmail'])
          await who.call(method, `${taskPath(id)}${route}?token=${code}`);
        const page = await who.call(method, `/contacts/requests?taskId=${String(id)}&token=${code}`);
        expect(page.get('set-cookie')).toBeUndefined();
      }
    }
    await app.settle();
    expect(await app.sql('select * from contact_change_party where change_id = ? order by account', [id])).toEqual(
      before,
    );
    expect(await tries(newcomer, code)).toEqual({ status: 200 });
  });
});

describe('when time goes by', () => {
  it('those who have not answered are reminded once, after three days, with a fresh code', async () => {
    await story.answer(owner, id, 'accept');
    const old = await app.mailbox.codeFor(newcomer.email, id);
    app.clock.move({ days: 2, hours: 23 });
    await sweep();
    expect(await story.told(newcomer)).toHaveLength(1);
    app.clock.move({ hours: 2 });
    await sweep();
    await sweep();
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'votre réponse est toujours attendue']);
    expect(await story.told(owner)).toEqual(['your answer is needed']);
    expect(await tries(newcomer, old)).toEqual(INVALID);
    expect(await tries(newcomer, await app.mailbox.codeFor(newcomer.email, id))).toEqual({ status: 200 });
  });

  it('the request expires after seven days, both are told, and no code works any more', async () => {
    const code = await app.mailbox.codeFor(newcomer.email, id);
    app.clock.move({ days: 7, seconds: -1 });
    await sweep();
    expect((await story.see(owner, id)).state).toBe('validatingByCustomers');
    app.clock.move({ seconds: 1 });
    await Promise.all([sweep(), sweep(), sweep()]);
    const change = await story.see(owner, id);
    expect(change.state).toBe('expired');
    expect(Date.parse(change.dateDone ?? '')).toBe(app.clock.now().getTime());
    expect((await story.told(owner)).at(-1)).toBe('expired');
    expect((await story.told(newcomer)).filter((subject) => subject === 'expiré')).toHaveLength(1);
    expect((await tries(newcomer, code)).status).not.toBe(200);
    expect((await story.contacts(owner, path)).contactTech).toBe(owner.nichandle);
    await story.ask(owner, path, { contactTech: newcomer.nichandle });
  });

  it('an answer after the end of the time is too late, even before a worker has looked', async () => {
    const code = await app.mailbox.codeFor(newcomer.email, id);
    app.clock.move({ days: 7 });
    expect((await tries(newcomer, code)).status).not.toBe(200);
  });
});
