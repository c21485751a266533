import { load, type LoadSpec, requestText } from '../load/load.ts';
import type { Measure } from '../report.ts';
import { seedAccount, seedUsers } from '../seed.ts';
import type { Stage } from '../stage.ts';
import { type Plan, roundsOf } from './plan.ts';

const USERS = 10_000;
const CONNECTIONS = 32;

/** Reads of one user, pages of a hundred, and the generator's own speed on an answer that costs nothing. */
// eslint-disable-next-line max-lines-per-function -- one measuring from its seed to its lines, read in one go
export async function reads(stage: Stage, plan: Plan): Promise<Measure[]> {
  const account = await seedAccount(stage.client, 'rr00001-ovh', 1);
  await seedUsers(stage.client, account, USERS);
  await stage.settle();
  const bare = await stage.bareHttp();
  const api = await stage.api();
  const authorization = `Bearer ${account.token}`;
  const cursor = { 'x-pagination-mode': 'CachedObjectList-Cursor', 'x-pagination-size': '100' };
  const spec = (port: number, request: string, random = true): LoadSpec => ({
    port,
    request,
    connections: CONNECTIONS,
    seconds: plan.seconds,
    numbers: random ? { kind: 'random', below: USERS } : { kind: 'none' },
  });
  const oneBare = spec(bare.port, requestText({ path: `/user/${account.nichandle}/user-{n}` }));
  const oneOurs = spec(api.port, requestText({ path: '/1.0/me/identity/user/user-{n}', headers: { authorization } }));
  const pageBare = spec(bare.port, requestText({ path: `/page/${account.nichandle}/0` }), false);
  const pageOurs = spec(
    api.port,
    requestText({ path: '/1.0/me/identity/user', headers: { authorization, ...cursor } }),
    false,
  );
  const hello = spec(bare.port, requestText({ path: '/hello' }), false);
  const one = await roundsOf(plan, {
    baseline: (seconds) => load({ ...oneBare, seconds }),
    product: (seconds) => load({ ...oneOurs, seconds }),
  });
  const page = await roundsOf(plan, {
    baseline: (seconds) => load({ ...pageBare, seconds }),
    product: (seconds) => load({ ...pageOurs, seconds }),
  });
  const generator = await load(hello);
  await stage.stopAll();
  return [
    {
      name: 'GET one user, signed in and authorised',
      unit: 'requests/s',
      ...one,
      target: { of: 'ratio', least: 0.5 },
      note: `baseline: node:http and one prepared select of the same columns; ${String(CONNECTIONS)} connections, ${String(USERS)} users`,
    },
    {
      name: 'page of 100 users, expanded',
      unit: 'requests/s',
      ...page,
      target: { of: 'ratio', least: 0.4 },
      note: 'baseline: node:http and one prepared select of 100 rows of the same columns',
    },
    {
      name: 'load generator on a bare hello',
      unit: 'requests/s',
      product: [generator.perSecond],
      note: `must be far above every other figure; it took ${generator.generatorCpu.toFixed(2)} of a core`,
    },
  ];
}

/** Creating a user by invitation, with its audit event and its outbox row in the transaction. */
// eslint-disable-next-line max-lines-per-function -- one measuring from its seed to its lines, read in one go
export async function writes(stage: Stage, plan: Plan): Promise<Measure[]> {
  const account = await seedAccount(stage.client, 'ww00001-ovh', 2);
  const other = await seedAccount(stage.client, 'ww00002-ovh', 3);
  const bare = await stage.bareHttp();
  const api = await stage.api();
  let next = 0;
  const create = async (
    port: number,
    path: string,
    headers: Readonly<Record<string, string>>,
    seconds: number,
  ): Promise<{ perSecond: number }> => {
    const request = requestText({
      method: 'POST',
      path,
      headers,
      body: { login: 'user-{n}', email: 'somebody@example.com' },
    });
    const result = await load({
      port,
      request,
      connections: CONNECTIONS,
      seconds,
      numbers: { kind: 'rising', from: next },
    });
    next = result.nextNumber;
    return result;
  };
  const created = await roundsOf(plan, {
    baseline: (seconds) => create(bare.port, `/create/${other.nichandle}/${String(other.groupId)}`, {}, seconds),
    product: (seconds) =>
      create(api.port, '/1.0/me/identity/user', { authorization: `Bearer ${account.token}` }, seconds),
  });
  await assertComplete(stage, account.nichandle);
  await stage.stopAll();
  return [
    {
      name: 'POST one user by invitation',
      unit: 'requests/s',
      ...created,
      target: { of: 'ratio', least: 0.3 },
      note: 'with audit event and outbox row in the transaction; baseline: node:http and one prepared insert of the user',
    },
  ];
}

/** A fast answer that left something out would be worth nothing. */
async function assertComplete(stage: Stage, account: string): Promise<void> {
  const { rows } = await stage.client.query<{ users: number; audited: number; events: number }>(
    `select (select count(*)::integer from identity_user where account = $1) as users,
       (select count(*)::integer from audit_event where account = $1 and action = 'users.create') as audited,
       (select count(*)::integer from outbox where type = 'accounts.user-invited') as events`,
    [account],
  );
  const [{ users, audited, events } = { users: 0, audited: -1, events: -1 }] = rows;
  if (users === 0 || users !== audited || users !== events)
    throw new Error(`${users} users were created with ${audited} audit events and ${events} outbox rows`);
}
