/** @needs postgres */
import type { AccountRow } from '../factories/an-account.js';
import { owes } from '../helpers/debts.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';
import { Story, taskPath } from './story.js';

let app: RunningApp;
let story: Story;
let owner: AccountRow;
let newcomer: AccountRow;
let old: AccountRow;
let path: string;

beforeAll(async () => {
  app = await startApp({ demo: false });
  story = new Story(app);
});

afterAll(() => app.close());

beforeEach(async () => {
  owner = await story.account();
  newcomer = await story.account({ language: 'fr_FR' });
  old = await story.account();
  path = await story.service(owner, { contactTech: old.nichandle });
});

describe('the technical contact changes', () => {
  it('once the asker and the new contact have accepted, each with the own code', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    expect(await story.see(owner, id)).toMatchObject({
      state: 'validatingByCustomers',
      askingAccount: owner.nichandle,
      fromAccount: old.nichandle,
      toAccount: newcomer.nichandle,
      contactTypes: ['contactTech'],
      dateDone: null,
      comment: null,
    });

    await story.answer(newcomer, id, 'accept');
    const halfway = await story.see(owner, id);
    expect(halfway.state).toBe('validatingByCustomers');
    expect(Object.fromEntries(halfway.validations.map(({ account, acceptedAt }) => [account, acceptedAt]))).toEqual({
      [owner.nichandle]: null,
      [newcomer.nichandle]: expect.stringMatching(/^\d{4}-.*\+00:00$/) as string,
    });
    expect((await story.contacts(owner, path)).contactTech).toBe(old.nichandle);

    await story.answer(owner, id, 'accept');
    expect(await story.see(newcomer, id)).toMatchObject({ state: 'done' });
    expect((await story.contacts(newcomer, path)).contactTech).toBe(newcomer.nichandle);
  });

  it('with mails in each account’s language, each with the code of its reader alone', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    const [ofOwner, ofNewcomer] = [
      await app.mailbox.codeFor(owner.email, id),
      await app.mailbox.codeFor(newcomer.email, id),
    ];
    const mails = await app.mailbox.to();
    expect(mails.filter(({ text }) => text.includes(ofOwner)).map(({ to }) => to)).toEqual([owner.email]);
    expect(mails.filter(({ text }) => text.includes(ofNewcomer)).map(({ to }) => to)).toEqual([newcomer.email]);
    for (const [{ email, nichandle }, words] of [
      [owner, 'your answer is needed'],
      [newcomer, 'votre réponse est attendue'],
    ] as const) {
      const mail = await app.mailbox.wait(email, words);
      expect(mail.subject).toContain(`[${nichandle}]`);
      for (const fact of [owner.nichandle, newcomer.nichandle, old.nichandle, path.split('/').at(-1) ?? ''])
        expect(mail.text).toContain(fact);
    }
  });

  it('and the old contact hears of it then, and sees it only then', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    const asOld = await app.as(old.nichandle);
    await asOld.get(taskPath(id)).expect(404);
    expect((await asOld.get('/1.0/me/task/contactChange').expect(200)).body).toEqual([]);
    await story.answer(owner, id, 'accept');
    expect(await story.told(old)).toEqual([]);

    await story.answer(newcomer, id, 'accept');
    expect(await story.see(old, id)).toMatchObject({ state: 'done' });
    expect(await story.told(old)).toEqual([expect.stringMatching(/^you are no longer/)]);
    expect(await story.told(owner)).toEqual(['your answer is needed', 'done']);
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'effectué']);
    await asOld.get(`${path}/serviceInfos`).expect(404);
  });

  it('by the word of the admin contact alone when taken back', async () => {
    const id = await story.ask(owner, path, { contactTech: owner.nichandle });
    expect((await story.see(owner, id)).validations).toHaveLength(1);
    await story.answer(owner, id, 'accept');
    expect(await story.see(owner, id)).toMatchObject({ state: 'done' });
    expect((await story.contacts(owner, path)).contactTech).toBe(owner.nichandle);
    expect(await story.told(old)).toHaveLength(1);
  });

  it('not at all when one party refuses, and both are told by whom', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    await story.answer(owner, id, 'accept');
    await story.answer(newcomer, id, 'refuse');
    expect(await story.see(owner, id)).toMatchObject({ state: 'refused' });
    expect((await story.contacts(owner, path)).contactTech).toBe(old.nichandle);
    const told = await app.mailbox.wait(owner.email, 'refused');
    expect(told.text).toContain(newcomer.nichandle);
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'refusé']);
    expect(await story.told(old)).toEqual([]);
  });

  it('not at all when the asker cancels; the other party can only refuse', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    for (const [who, allowed] of [
      [owner, true],
      [newcomer, false],
    ] as const) {
      const asked = `/1.0/me/access?method=POST&path=${encodeURIComponent(`${taskPath(id)}/cancel`)}`;
      expect((await (await app.as(who.nichandle)).get(asked).expect(200)).body).toMatchObject({
        allowed,
        rule: 'party',
      });
    }
    const refused = await (await app.as(newcomer.nichandle)).post(`${taskPath(id)}/cancel`).expect(403);
    expect(refused.body).toMatchObject({ errorCode: 'NOT_ASKED_BY_YOU' });
    await (await app.as(owner.nichandle)).post(`${taskPath(id)}/cancel`).expect(200, 'null');
    await app.settle();
    expect(await story.see(newcomer, id)).toMatchObject({ state: 'aborted' });
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'annulé']);
    await (await app.as(owner.nichandle)).post(`${taskPath(id)}/cancel`).expect(409);
  });
});

it.each([
  ['admin contact first', [0, 1]],
  ['admin contact last', [1, 0]],
])('everything can be handed to one account in one request, the %s', async (_, order) => {
  const wanted = {
    contactAdmin: newcomer.nichandle,
    contactTech: newcomer.nichandle,
    contactBilling: newcomer.nichandle,
  };
  const ids = await story.askAll(owner, path, wanted);
  expect(ids).toHaveLength(2);
  for (const place of order) {
    await story.answer(owner, ids[place] ?? 0, 'accept');
    await story.answer(newcomer, ids[place] ?? 0, 'accept');
  }
  for (const id of ids) expect(await story.see(newcomer, id)).toMatchObject({ state: 'done' });
  expect(await story.contacts(newcomer, path)).toEqual(wanted);
});

describe('asking', () => {
  it('is possible below the path of every type of service', async () => {
    for (const type of [
      'emailDomain',
      'dedicatedCloud',
      'domainZone',
      'hostingWeb',
      'cloudProject',
      'telephony',
      'packXdsl',
    ]) {
      const name = `${type}-${owner.nichandle}.example`;
      const itsPath = await story.service(owner, { type, name });
      const id = await story.ask(owner, itsPath, { contactBilling: newcomer.nichandle });
      expect(await story.see(newcomer, id)).toMatchObject({ serviceType: type, serviceDomain: name });
    }
  });

  it('in capital letters means the same account', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle.toUpperCase() });
    expect(await story.see(newcomer, id)).toMatchObject({ toAccount: newcomer.nichandle });
  });

  it('again for the same role answers 409 with the number of the open change', async () => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    const asOld = await app.as(old.nichandle);
    const body = (await asOld.post(`${path}/changeContact`, { contactTech: newcomer.nichandle }).expect(409))
      .body as unknown;
    expect(body).toMatchObject({ errorCode: 'CHANGE_ALREADY_OPEN', details: { contactChange: String(id) } });
    await story.ask(owner, path, { contactBilling: newcomer.nichandle });
  });

  it('is refused for a role that is not the asker’s, and for somebody who is no contact there is no service', async () => {
    const asOld = await app.as(old.nichandle);
    const body = (await asOld.post(`${path}/changeContact`, { contactBilling: old.nichandle }).expect(403))
      .body as unknown;
    expect(body).toMatchObject({
      class: 'Client::Forbidden::RoleNotYours',
      details: { contactBilling: expect.any(String) as string },
    });
    const foreign = await (await app.as(newcomer.nichandle)).post(`${path}/changeContact`, {}).expect(404);
    const missing = await (
      await app.as(newcomer.nichandle)
    )
      .post('/1.0/vps/none.example/changeContact', {})
      .expect(404);
    expect(JSON.stringify(foreign.body).replaceAll(path.split('/').at(-1) ?? '', 'none.example')).toBe(
      JSON.stringify(missing.body),
    );
  });

  it.each<[object, number, string]>([
    [{}, 400, 'NOTHING_TO_CHANGE'],
    [{ contactTech: null }, 400, 'NOTHING_TO_CHANGE'],
    [{ contactTech: 'nobody-ovh' }, 404, 'ACCOUNT_NOT_FOUND'],
    [{ contactTech: '' }, 400, 'INVALID_FIELDS'],
    [{ contactTech: 7 }, 400, 'INVALID_FIELDS'],
    [{ contactTech: ['x'] }, 400, 'INVALID_FIELDS'],
    [{ contactTech: { nichandle: 'x' } }, 400, 'INVALID_FIELDS'],
  ])('for %j answers %d %s', async (wanted, status, errorCode) => {
    const body = (await (await app.as(owner.nichandle)).post(`${path}/changeContact`, wanted).expect(status))
      .body as unknown;
    expect(body).toMatchObject({ errorCode });
    const details = (body as { details?: Record<string, string> }).details;
    if (errorCode !== 'NOTHING_TO_CHANGE') expect(Object.keys(details ?? {})).toEqual(['contactTech']);
  });

  it('for a billing contact with an unpaid invoice is refused, and applied only when it is paid', async () => {
    await owes(app, newcomer, 1);
    const asOwner = await app.as(owner.nichandle);
    const wanted = { contactBilling: newcomer.nichandle };
    const body = (await asOwner.post(`${path}/changeContact`, wanted).expect(409)).body as unknown;
    expect(JSON.stringify(body)).not.toContain(newcomer.nichandle);
    await owes(app, newcomer, 0);
    const id = await story.ask(owner, path, wanted);
    await owes(app, newcomer, 1);
    await story.answer(owner, id, 'accept');
    await story.answer(newcomer, id, 'accept');
    expect(await story.see(owner, id)).toMatchObject({
      state: 'error',
      comment: expect.stringContaining('unpaid') as string,
    });
    expect((await story.contacts(owner, path)).contactBilling).toBe(owner.nichandle);
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'non effectué']);
  });
});

describe('the final gate', () => {
  const acceptedAfter = async (meanwhile: string, values: readonly unknown[]): Promise<unknown> => {
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    await story.answer(owner, id, 'accept');
    await app.sql(meanwhile, values);
    await story.answer(newcomer, id, 'accept');
    return story.see(owner, id);
  };
  const name = (): string => path.split('/').at(-1) ?? '';

  it.each<[string, string, () => unknown[]]>([
    ['the role has moved on', 'update service set contact_tech = ? where name = ?', () => [owner.nichandle, name()]],
    [
      'the asker is admin no more',
      'update service set contact_admin = ? where name = ?',
      () => [old.nichandle, name()],
    ],
    ['the service was terminated', 'update service set terminated_at = now() where name = ?', () => [name()]],
    [
      'the new contact is incomplete',
      `update account set state = 'incomplete' where nichandle = ?`,
      () => [newcomer.nichandle],
    ],
  ])('stops the change when %s, says why and tells both', async (_, statement, values) => {
    const change = await acceptedAfter(statement, values());
    expect(change).toMatchObject({ state: 'error', comment: expect.any(String) as string });
    expect(await story.told(owner)).toEqual(['your answer is needed', 'not carried out']);
    expect(await story.told(newcomer)).toEqual(['votre réponse est attendue', 'non effectué']);
    const [row] = await app.sql<{ contact_tech: string }>('select contact_tech from service where name = ?', [name()]);
    expect(row?.contact_tech).not.toBe(newcomer.nichandle);
  });
});
