/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

let app: RunningApp;
let account: AccountRow;
let holder: Caller;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
});

afterAll(() => app.close());

beforeEach(async () => {
  account = anAccount();
  await app.given({ accounts: [account], users: [aUser(account, { login: 'jane' })] });
  holder = await app.as(account.nichandle);
});

const me = async (who = holder): Promise<Record<string, unknown>> =>
  (await who.get('/1.0/me').expect(200)).body as Record<string, unknown>;

describe('an account’s details', () => {
  it('are the account’s, for its holder and its users', async () => {
    expect(await me()).toMatchObject({
      nichandle: account.nichandle,
      customerCode: account.customerCode,
      email: account.email,
      state: 'complete',
      currency: { code: 'EUR', symbol: '€' },
    });
    expect(await me(await app.as(`${account.customerCode}/jane`))).toEqual(await me());
  });

  it('are changed field by field', async () => {
    const before = await me();
    await holder.put('/1.0/me', { city: 'Roubaix', phone: '+33 9 72 10 10 07' }).expect(200, 'null');
    await holder.put('/1.0/me', { city: null, language: 'fr_FR' }).expect(200, 'null');
    expect(await me()).toEqual({ ...before, city: null, phone: '+33 9 72 10 10 07', language: 'fr_FR' });
  });

  it('may be sent back whole: what is unknown, or the provider’s, is ignored', async () => {
    const before = await me();
    await holder.put('/1.0/me', before).expect(200);
    const greedy = {
      ...before,
      nichandle: 'zz99999-ovh',
      customerCode: '0000-000-00',
      email: 'elsewhere@example.com',
      state: 'incomplete',
      kycValidated: true,
      currency: { code: 'USD' },
      unpaidInvoices: -1,
      passwordHash: 'x',
      profile: { vat: 'x' },
      createdAt: '1970-01-01',
      unknown: { a: 1 },
    };
    await holder.put('/1.0/me', greedy).expect(200);
    expect(await me()).toEqual(before);
  });

  it('may be empty wherever the reference has them nullable', async () => {
    const nullable = [
      'firstname',
      'name',
      'organisation',
      'language',
      'country',
      'address',
      'area',
      'birthDay',
      'city',
      'fax',
      'legalform',
      'phone',
      'phoneCountry',
      'phoneType',
      'sex',
      'spareEmail',
      'vat',
      'zip',
    ];
    for (const field of nullable) await holder.put('/1.0/me', { [field]: null }).expect(200);
    expect(await me()).toMatchObject({ firstname: null, language: 'en_GB', country: 'GB', state: 'incomplete' });
  });

  it.each([
    [{ language: 'xx_XX' }, 'language'],
    [{ firstname: 7 }, 'firstname'],
    [{ city: ['Roubaix'] }, 'city'],
    [{ legalform: 'pirates' }, 'legalform'],
    [{ sex: 'x' }, 'sex'],
    [{ spareEmail: 'nowhere' }, 'spareEmail'],
    [{ name: 'x'.repeat(256) }, 'name'],
  ])('are not changed by %j, and the field is named', async (body, field) => {
    const before = await me();
    const answer = await holder.put('/1.0/me', body).expect(400);
    expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
    expect(await me()).toEqual(before);
  });

  it('leave the names of what changed, and no value, in the audit trail', async () => {
    await app.sql('delete from audit_event');
    await (
      await app.as(`${account.customerCode}/jane`)
    )
      .put('/1.0/me', { city: 'Roubaix', zip: '59100', name: account.name })
      .expect(200);
    await holder.put('/1.0/me', { city: 'Roubaix' }).expect(200);
    const events = await app.sql('select * from audit_event');
    expect(events).toEqual([
      expect.objectContaining({
        account: account.nichandle,
        actor_user: 'jane',
        method: 'user',
        action: 'accounts.edit',
        keys: ['city', 'zip'],
      }),
    ]);
    expect(JSON.stringify(events)).not.toContain('Roubaix');
  });
});
