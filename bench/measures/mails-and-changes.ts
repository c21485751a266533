import pg from 'pg';
import { nowMs } from '../monotonic.ts';
import type { Measure } from '../report.ts';
import { digestOf, type SeededAccount, seedAccount, tokenOf } from '../seed.ts';
import type { Running, Stage } from '../stage.ts';
import { atPace, quantile } from './pace.ts';
import { type Plan, roundsOf } from './plan.ts';
import { Receiver } from './receiver.ts';

const PER_SECOND = 50;
const WARM_UP = 200;
const LONGEST_MS = 120_000;
const TOKEN = tokenOf('accept');

interface Parties {
  readonly asking: SeededAccount;
  readonly wanted: SeededAccount;
}

async function seedParties({ client }: Stage, number: number): Promise<Parties> {
  return {
    asking: await seedAccount(client, `mm0000${String(number)}-ovh`, number),
    wanted: await seedAccount(client, `mm0000${String(number + 1)}-ovh`, number + 1),
  };
}

/**
 * Contact changes of a technical contact, each of a service of its own: done, or waiting for the answer of `wanted`,
 * whose code is {@link TOKEN}.
 *
 * @returns number of the first; the others follow
 */
async function seedChanges(
  { client }: Stage,
  { asking, wanted }: Parties,
  state: 'done' | 'validatingByCustomers',
  count: number,
): Promise<number> {
  const accounts = [asking.nichandle, wanted.nichandle];
  const { rows: services } = await client.query<{ first: number }>(
    `with made as (
       insert into service (type, name, contact_admin, contact_tech, contact_billing, status, creation, expiration,
         renewal_type, can_delete_at_expiration)
       select 'domain', $1 || n || '.example', $1, $1, $1, 'ok', current_date, current_date + 365, 'manual', true
       from generate_series(1, $2::integer) as n order by n returning id)
     select min(id)::integer as first from made`,
    [asking.nichandle, count],
  );
  const { rows } = await client.query<{ first: number }>(
    `with made as (
       insert into contact_change (service_id, contact_types, asking_account, from_account, to_account, state,
         date_request, expires_at)
       select $1::integer + n, '{contactTech}', $2, $2, $3, $4, now(), now() + interval '7 days'
       from generate_series(0, $5::integer - 1) as n order by n returning id)
     select min(id)::integer as first from made`,
    [services[0]?.first, ...accounts, state, count],
  );
  const first = rows[0]?.first ?? NaN;
  await client.query(
    `insert into contact_change_party (change_id, account, must_accept, accepted_at, token_digest, wrong_tries, resent_at)
     select $1::integer + n, account, true, case when account = $2 then now() end,
       case when account = $3 then $4::bytea end, 0, '[]'
     from generate_series(0, $5::integer - 1) as n, unnest(array[$2, $3]) as account`,
    [first, ...accounts, digestOf(TOKEN), count],
  );
  return first;
}

interface DueNotices {
  readonly account: string;
  /** Number of the first change; the others follow. */
  readonly changes: number;
  /** Its first part. */
  readonly queryId: string;
  readonly count: number;
}

/**
 * Puts the events of notices where a change would put them, in one transaction, and wakes the relay as it would.
 *
 * @returns when they were committed
 */
async function dueNotices(
  { client }: { readonly client: pg.Client | pg.Pool },
  { account, changes, queryId, count }: DueNotices,
): Promise<number> {
  await client.query(
    `insert into outbox (id, type, payload, headers, occurred_at)
     select gen_random_uuid(), 'contacts.notice-due',
       jsonb_build_object('changeId', $1::integer + n, 'account', $2::text, 'notice', 'done'),
       jsonb_build_object('queryId', $3 || n), now()
     from generate_series(0, $4::integer - 1) as n`,
    [changes, account, queryId, count],
  );
  const committedAt = nowMs();
  await client.query(`select pg_notify('mandate_outbox', '')`);
  return committedAt;
}

/** Mails through the whole product, and through nodemailer's pool alone, to the same receiver. */
// eslint-disable-next-line max-lines-per-function -- one measuring from its seed to its lines, read in one go
export async function mails(stage: Stage, plan: Plan): Promise<Measure[]> {
  const parties = await seedParties(stage, 10);
  const first = await seedChanges(stage, parties, 'done', plan.mails);
  await stage.settle();
  const receiver = await Receiver.start(stage);
  const bare = await stage.tool('bare-mail.ts', [String(receiver.port)]);
  await stage.worker({ SMTP_URL: receiver.url });
  let run = 0;
  const viaProduct = async (count: number): Promise<{ perSecond: number }> => {
    receiver.forget();
    run += 1;
    const begun = await dueNotices(stage, {
      account: parties.asking.nichandle,
      changes: first,
      queryId: `mails-${String(run)}-`,
      count,
    });
    await receiver.taken(count, LONGEST_MS);
    return { perSecond: (count * 1000) / (receiver.lastAt - begun) };
  };
  await viaBare(bare, receiver, WARM_UP);
  await viaProduct(WARM_UP);
  const rounds = { ...plan, rounds: Math.min(plan.rounds, 5) };
  const many = await roundsOf(rounds, {
    baseline: () => viaBare(bare, receiver, plan.mails),
    product: () => viaProduct(plan.mails),
  });
  receiver.forget();
  const latencies = await pacedMails(stage, receiver, {
    account: parties.asking.nichandle,
    first,
    seconds: plan.pacedSeconds,
  });
  await stage.stopAll();
  return [
    {
      name: `${String(plan.mails)} mails: committed → accepted by SMTP`,
      unit: 'mails/s',
      ...many,
      target: { of: 'ratio', least: 0.5 },
      note: 'notices of contact changes, from the commit of their outbox rows to the last acceptance; baseline: nodemailer’s pool sending the same mails, rendered before; both pools warm',
    },
    {
      name: `mail at ${String(PER_SECOND)}/s: committed → accepted, p99`,
      unit: 'ms',
      product: [quantile(latencies, 0.99)],
      target: { of: 'value', most: 25 },
      note: `p50 ${quantile(latencies, 0.5).toFixed(1)} ms, longest ${Math.max(...latencies).toFixed(1)} ms`,
    },
  ];
}

async function viaBare(bare: Running, receiver: Receiver, count: number): Promise<{ perSecond: number }> {
  receiver.forget();
  bare.child.send({ send: count });
  return bare.message<{ perSecond: number }>();
}

interface Pace {
  readonly account: string;
  readonly first: number;
  readonly seconds: number;
}

async function pacedMails(stage: Stage, receiver: Receiver, { account, first, seconds }: Pace): Promise<number[]> {
  const count = seconds * PER_SECOND;
  const committed = new Map<string, number>();
  const client = new pg.Pool({ connectionString: stage.database.url, max: 8 });
  await atPace(PER_SECOND, count, async (n) => {
    const queryId = `paced-${String(n)}-`;
    committed.set(`${queryId}0`, await dueNotices({ client }, { account, changes: first, queryId, count: 1 }));
  });
  await client.end();
  await receiver.taken(count, LONGEST_MS);
  return [...committed].map(([queryId, at]) => (receiver.accepted.get(queryId)?.[0] ?? Infinity) - at);
}

/** From the second acceptance, as the client sends it, to the moment when both parties' mails are out. */
// eslint-disable-next-line max-lines-per-function -- one measuring from its seed to its lines, read in one go
export async function changes(stage: Stage, plan: Plan): Promise<Measure[]> {
  const count = plan.pacedSeconds * PER_SECOND;
  const parties = await seedParties(stage, 20);
  const first = await seedChanges(stage, parties, 'validatingByCustomers', count + WARM_UP);
  await stage.settle();
  const receiver = await Receiver.start(stage);
  const api = await stage.api({ SMTP_URL: receiver.url });
  await stage.worker({ SMTP_URL: receiver.url });
  const accept = async (n: number): Promise<string> => {
    const response = await fetch(
      `http://127.0.0.1:${String(api.port)}/1.0/me/task/contactChange/${String(first + n)}/accept`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${parties.wanted.token}` },
        body: JSON.stringify({ token: TOKEN }),
      },
    );
    if (!response.ok) throw new Error(`A change could not be accepted: ${await response.text()}`);
    return response.headers.get('x-ovh-queryid') ?? '';
  };
  await atPace(PER_SECOND, WARM_UP, async (n) => {
    await accept(n);
  });
  await receiver.taken(2 * WARM_UP, LONGEST_MS);
  receiver.forget();
  const begun = new Map<string, number>();
  await atPace(PER_SECOND, count, async (n) => {
    const at = nowMs();
    begun.set(await accept(WARM_UP + n), at);
  });
  await receiver.taken(2 * count, LONGEST_MS);
  const latencies = [...begun].map(([queryId, at]) => lastOfTwo(receiver.accepted.get(queryId)) - at);
  await assertDone(stage, first, count + WARM_UP);
  await stage.stopAll();
  return [
    {
      name: `contact change at ${String(PER_SECOND)}/s: second acceptance → done and both mails out, p99`,
      unit: 'ms',
      product: [quantile(latencies, 0.99)],
      target: { of: 'value', most: 1000 },
      note: `${String(count)} changes, api and worker as processes of their own; p50 ${quantile(latencies, 0.5).toFixed(1)} ms, longest ${Math.max(...latencies).toFixed(1)} ms`,
    },
  ];
}

const lastOfTwo = (moments: readonly number[] = []): number => (moments.length === 2 ? Math.max(...moments) : Infinity);

async function assertDone({ client }: Stage, first: number, count: number): Promise<void> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::integer as n from contact_change join service s on s.id = service_id
     where contact_change.id between $1 and $2 and state = 'done' and s.contact_tech = to_account`,
    [first, first + count - 1],
  );
  if (rows[0]?.n !== count) throw new Error(`Only ${String(rows[0]?.n)} of ${String(count)} changes are done`);
}
