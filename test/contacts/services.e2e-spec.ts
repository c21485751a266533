/** @needs postgres */
import { SERVICE_PATHS } from '../../src/modules/services/service-paths.js';
import type { AccountRow } from '../factories/an-account.js';
import type { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';
import { pathOf, Story } from './story.js';

const RENEW = { automatic: true, deleteAtExpiration: false, forced: false, manualPayment: false, period: 12 };

let app: RunningApp;
let story: Story;
let owner: AccountRow;
let tech: AccountRow;
let mine: Caller;
let theirs: Caller;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  story = new Story(app);
  [owner, tech] = [await story.account(), await story.account()];
  for (const { type } of SERVICE_PATHS) await story.service(owner, { type, name: 'all.example' });
  await story.service(owner, { type: 'domain', name: 'shared one.example', contactTech: tech.nichandle });
  await story.service(tech, { type: 'domain', name: 'foreign.example' });
  await app.sql(`update service set renew = ?, possible_renew_period = '[1, 12]'`, [JSON.stringify(RENEW)]);
  mine = await app.as(owner.nichandle);
  theirs = await app.as(tech.nichandle);
});

afterAll(() => app.close());

interface Listed {
  readonly serviceId: number;
  readonly type: string;
  readonly resource: { readonly name: string };
  readonly roles: readonly string[];
}

const WHOLE = { 'x-pagination-mode': 'CachedObjectList-Pages' };

async function listed(who: Caller, query = ''): Promise<Listed[]> {
  return (await who.with(WHOLE).get(`/1.0/services${query}`).expect(200)).body as Listed[];
}

describe('the registry', () => {
  it('shows an account the services of which it is a contact, with its roles', async () => {
    expect(await listed(mine)).toHaveLength(SERVICE_PATHS.length + 1);
    const shared = await listed(theirs, '?resourceName=shared%25');
    expect(shared).toEqual([
      expect.objectContaining({
        type: 'domain',
        roles: ['contactTech'],
        route: { path: '/domain/{serviceName}', url: '/domain/shared%20one.example' },
        customer: {
          contacts: [
            { type: 'administrator', nichandle: owner.nichandle, customerCode: owner.customerCode },
            { type: 'technical', nichandle: tech.nichandle, customerCode: tech.customerCode },
            { type: 'billing', nichandle: owner.nichandle, customerCode: owner.customerCode },
          ],
        },
      }),
    ]);
  });

  it('is the same object in the list and alone, and what is foreign is not there', async () => {
    const ids = (await theirs.get('/1.0/services').expect(200)).body as number[];
    const whole = await listed(theirs);
    expect(whole.map(({ serviceId }) => serviceId)).toEqual(ids);
    for (const one of whole)
      expect((await theirs.get(`/1.0/services/${String(one.serviceId)}`).expect(200)).body).toEqual(one);
    const [notTheirs] = await listed(mine, '?resourceName=all.example');
    await theirs.get(`/1.0/services/${String(notTheirs?.serviceId)}`).expect(404);
    for (const id of ['0', '99999999']) await mine.get(`/1.0/services/${id}`).expect(404);
    for (const id of ['x', '-1', '1.5', '1e3', '0x10', '%201', '99999999999999999999'])
      expect([id, (await mine.get(`/1.0/services/${id}`)).status]).toEqual([id, 400]);
  });

  it('is filtered by name and by path', async () => {
    expect(await listed(mine, '?resourceName=ALL.example')).toHaveLength(SERVICE_PATHS.length);
    const types = (await listed(mine, '?routes=/vps/{serviceName},/kube/{serviceName}')).map(({ type }) => type);
    expect(types.sort()).toEqual(['kube', 'vps']);
    expect(await listed(mine, '?routes=/nothing')).toEqual([]);
  });

  it('forgets a service that was terminated, for everybody and everywhere', async () => {
    const path = await story.service(owner, { type: 'domain', name: 'ended.example' });
    await mine.get(`${path}/serviceInfos`).expect(200);
    await app.sql(`update service set terminated_at = now() where name = 'ended.example'`);
    await mine.get(`${path}/serviceInfos`).expect(404);
    await mine.put(`${path}/serviceInfos`, { renew: { period: 1 } }).expect(404);
    await mine.post(`${path}/changeContact`, { contactTech: tech.nichandle }).expect(404);
    expect(await listed(mine, '?resourceName=ended.example')).toEqual([]);
  });
});

describe('a service’s information', () => {
  it.each(SERVICE_PATHS.map(({ type }) => type))('is below the path of %s', async (type) => {
    const path = pathOf({ type, name: 'all.example' });
    const infos = await mine.get(`${path}/serviceInfos`).expect(200);
    expect(infos.body).toMatchObject({
      domain: 'all.example',
      contactAdmin: owner.nichandle,
      renew: RENEW,
    });
    await theirs.get(`${path}/serviceInfos`).expect(404);
  });

  it('is also under /v1, and not under another type’s path', async () => {
    await mine.get('/v1/vps/all.example/serviceInfos').expect(200);
    await theirs.get('/1.0/vps/foreign.example/serviceInfos').expect(404);
    await theirs.get('/1.0/domain/foreign.example/serviceInfos').expect(200);
  });

  it('is changed in its renewal only, whatever else is sent', async () => {
    const path = pathOf({ type: 'kube', name: 'all.example' });
    const before = (await mine.get(`${path}/serviceInfos`)).body as Record<string, unknown>;
    const everything = {
      ...before,
      contactAdmin: tech.nichandle,
      status: 'expired',
      expiration: '2099-01-01',
      serviceId: 1,
      unknown: 'x',
    };
    await mine
      .put(`${path}/serviceInfos`, { ...everything, renew: { automatic: null, period: 1, forced: true } })
      .expect(200, 'null');
    const after = (await mine.get(`${path}/serviceInfos`)).body as Record<string, unknown>;
    expect(after).toEqual({ ...before, renew: { ...RENEW, period: 1 } });
  });

  it.each<[object, string]>([
    [{ renew: { period: 7 } }, 'renew.period'],
    [{ renew: { period: 'a year' } }, 'renew.period'],
    [{ renew: { automatic: 'yes' } }, 'renew.automatic'],
    [{ renew: 'yes' }, 'renew'],
    [{ renew: [] }, 'renew'],
  ])('is not changed by %j, and the field is named', async (body, field) => {
    const answer = await mine.put(`${pathOf({ type: 'vps', name: 'all.example' })}/serviceInfos`, body).expect(400);
    expect(Object.keys((answer.body as { details: object }).details)).toEqual([field]);
  });

  it('is not changed by the technical contact', async () => {
    const path = pathOf({ type: 'domain', name: 'shared one.example' });
    const answer = await theirs.put(`${path}/serviceInfos`, { renew: { period: 1 } }).expect(403);
    expect(answer.body).toMatchObject({ errorCode: 'RENEWAL_NOT_YOURS' });
  });
});
