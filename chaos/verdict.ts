import amqp from 'amqplib';
import type pg from 'pg';
import { withDatabase } from '../test/factories/insert.ts';
import { queuesOf } from '../test/helpers/broker-queues.ts';
import { type Installation, NAMESPACE } from './installation.ts';
import type { Lane } from './lane.ts';
import type { Call, Entry, Ledger } from './ledger.ts';
import type { ChangeMail, MailKind } from './mail-log.ts';
import type { StormRecord } from './storm.ts';

interface Party {
  readonly account: string;
  readonly mustAccept: boolean;
  readonly accepted: boolean;
  readonly refused: boolean;
}

export interface FinalChange {
  readonly id: number;
  readonly state: string;
  readonly fromAccount: string;
  readonly parties: readonly Party[];
}

const CHANGES = `
  select id::integer, state, from_account as "fromAccount",
         (select jsonb_agg(jsonb_build_object('account', account, 'mustAccept', must_accept,
                           'accepted', accepted_at is not null, 'refused', refused_at is not null))
            from contact_change_party where change_id = contact_change.id) as parties
    from contact_change order by id`;
const SERVICES = `
  select name, contact_admin as "contactAdmin", contact_tech as "contactTech", contact_billing as "contactBilling"
    from service`;

/** States in which a change may not be left, nor end: nobody in a run has a reason for an error. */
const OPEN = ['todo', 'checkValidity', 'validatingByCustomers', 'doing'];

const read = <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> =>
  withDatabase(url, async (client) => (await client.query<Row>(sql)).rows);

/** Every change as it lies in the database. */
export const finalChanges = (url: string): Promise<FinalChange[]> => read<FinalChange>(url, CHANGES);

const REFLECTED: Readonly<Record<Call, (change: FinalChange, account: string) => boolean>> = {
  ask: () => true,
  accept: ({ parties }, account) => parties.some((one) => one.account === account && one.accepted),
  refuse: ({ state, parties }, account) =>
    state === 'refused' && parties.some((one) => one.account === account && one.refused),
  cancel: ({ state }) => state === 'aborted',
  // Its mail is awaited by the client, who goes on only with a code.
  resendEmail: () => true,
};

/** Accepted calls that the database knows nothing of. */
export function lostCalls({ accepted }: Ledger, changes: readonly FinalChange[]): string[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const isLost = ({ changeId, account, call }: Entry): boolean => {
    const change = byId.get(changeId);
    return change === undefined || !REFLECTED[call](change, account);
  };
  return accepted
    .filter(isLost)
    .map(
      ({ changeId, account, call }) =>
        `${call} of change ${changeId} by ${account}: ${byId.get(changeId)?.state ?? 'gone'}`,
    );
}

/** Changes that all accepted but that were not carried out, and services whose contacts are not where they should be. */
export async function notCarriedOut(
  url: string,
  changes: readonly FinalChange[],
  lanes: readonly Lane[],
): Promise<string[]> {
  const accepted = changes.filter(({ parties }) => parties.every((one) => !one.mustAccept || one.accepted));
  const undone = accepted.filter(({ state }) => state !== 'done').map(({ id, state }) => `change ${id} is ${state}`);
  const failed = changes.filter(({ state }) => state === 'error').map(({ id }) => `change ${id} is error`);
  const services = await read<Lane['service'] & pg.QueryResultRow>(url, SERVICES);
  const byName = new Map(services.map((service) => [service.name, service]));
  const contacts = ({ contactAdmin, contactTech, contactBilling }: Lane['service']): string =>
    [contactAdmin, contactTech, contactBilling].join(' ');
  const misplaced = lanes.flatMap(({ service }) => {
    const found = byName.get(service.name);
    return found !== undefined && contacts(found) === contacts(service)
      ? []
      : [`${service.name} has ${found ? contacts(found) : 'vanished'} instead of ${contacts(service)}`];
  });
  return [...undone, ...failed, ...misplaced];
}

/** Who has to have been mailed what, in which state of the end. */
function required({ state, parties, fromAccount }: FinalChange): (readonly [account: string, kind: MailKind])[] {
  const deciders = parties.filter(({ mustAccept }) => mustAccept).map(({ account }) => account);
  const each = (kind: MailKind): (readonly [string, MailKind])[] => deciders.map((account) => [account, kind] as const);
  if (state === 'refused') return [...each('asked'), ...each('refused')];
  if (state !== 'done') return [];
  const told = deciders.includes(fromAccount) ? [] : [[fromAccount, 'moved'] as const];
  return [...each('asked'), ...each('done'), ...told];
}

/** Mails that nobody received. A change that was cancelled is the clients' own to check: it may be before any mail. */
export function missingMails(
  { mails, people }: Pick<Installation, 'mails' | 'people'>,
  changes: readonly FinalChange[],
): string[] {
  return changes.flatMap((change) =>
    required(change)
      .filter(([account, kind]) => {
        const received = mails.of(change.id, people.get(account)?.email ?? '');
        return !received.some((mail) => mail.kind === kind);
      })
      .map(([account, kind]) => `mail "${kind}" of change ${change.id} to ${account}`),
  );
}

export interface Duplicates {
  /** Copies beyond the first of each mail. */
  readonly count: number;
  /** Mails that were between the server's "taken" and our note of it when their worker was killed. */
  readonly inWindow: number;
  /** Kills of workers that hit such a window. */
  readonly windowsHit: number;
  /** Copies of mails that were in no such window. */
  readonly unexplained: readonly string[];
}

/** Groups mails by Message-ID and holds the copies against the kills that can have caused them. */
export function duplicatesOf(mails: readonly ChangeMail[], { looks }: StormRecord): Duplicates {
  const copies = Map.groupBy(mails, ({ outboxId }) => outboxId);
  const onItsWay = mails.filter(({ run }, n) => n >= (looks.get(run)?.arrived ?? Infinity));
  const caught = [...looks].filter(([, { notNoted }]) => notNoted.length > 0);
  const inWindow = new Set([
    ...caught.flatMap(([, { notNoted }]) => notNoted),
    ...onItsWay.map(({ outboxId }) => outboxId),
  ]);
  const repeated = [...copies].filter(([, { length }]) => length > 1);
  const runsOf = (group: readonly ChangeMail[]): string => group.map(({ run }) => run).join(', ');
  return {
    count: repeated.reduce((sum, [, { length }]) => sum + length - 1, 0),
    inWindow: inWindow.size,
    windowsHit: new Set([...caught.map(([run]) => run), ...onItsWay.map(({ run }) => run)]).size,
    unexplained: repeated
      .filter(([outboxId]) => !inWindow.has(outboxId))
      .map(([, group]) => `${group[0]?.subject ?? ''} to ${group[0]?.to ?? ''}, sent by ${runsOf(group)}`),
  };
}

/** What is left undone in the database. */
export async function unfinished(url: string): Promise<string[]> {
  const changes = await finalChanges(url);
  const open = changes.filter(({ state }) => OPEN.includes(state)).map(({ id, state }) => `change ${id} is ${state}`);
  const outbox = await read<{ type: string; failures: number }>(url, 'select type, failures from outbox');
  return [...open, ...outbox.map(({ type, failures }) => `outbox: ${type}, refused ${failures} times`)];
}

/** What is left in the queues. To be asked when no worker runs: a message in hand is in no queue. */
export async function leftInQueues(url: string): Promise<string[]> {
  const connection = await amqp.connect(url);
  try {
    const channel = await connection.createChannel();
    const found: string[] = [];
    for (const queue of queuesOf(NAMESPACE)) {
      for (let message = await channel.get(queue); message; message = await channel.get(queue)) {
        const reason = JSON.stringify(message.properties.headers?.['x-reason'] ?? '');
        found.push(`${queue}: ${String(message.properties.type)} ${message.content.toString()} ${reason}`);
      }
    }
    return found;
  } finally {
    await connection.close();
  }
}
