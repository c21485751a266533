/** @needs postgres */
import fc from 'fast-check';
import type { AccountRow } from '../factories/an-account.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';
import { Story, taskPath } from './story.js';

/** How many small races there are; `MANDATE_RACES` and `MANDATE_SEED` make it more, or others. */
const RACES = Number(process.env.MANDATE_RACES ?? 100);
const SEED = Number(process.env.MANDATE_SEED ?? 20_261_120);
const AT_ONCE = 20;

let app: RunningApp;
let story: Story;
let owner: AccountRow;
let newcomer: AccountRow;

beforeAll(async () => {
  app = await startApp({ demo: false });
  story = new Story(app);
  owner = await story.account();
  newcomer = await story.account();
});

afterAll(() => app.close());

interface Call {
  readonly who: AccountRow;
  readonly verb: 'accept' | 'refuse' | 'cancel' | 'resendEmail';
}

/** What the seed makes of so many calls: every change is fought for in another mix. */
function callsFor(seed: number, count: number): Call[] {
  const call = fc.record({
    who: fc.constantFrom(owner, newcomer),
    verb: fc.constantFrom<Call['verb']>('accept', 'accept', 'accept', 'accept', 'refuse', 'cancel', 'resendEmail'),
  });
  return fc.sample(call, { numRuns: count, seed });
}

interface Outcome extends Call {
  readonly status: number;
}

/** Sends all calls at once, with the codes of the first mails, and waits for whatever comes of them. */
async function race(id: number, calls: readonly Call[]): Promise<Outcome[]> {
  const parties = [owner, newcomer] as const;
  const codes = new Map<AccountRow, string>();
  for (const party of parties) codes.set(party, await app.mailbox.codeFor(party.email, id));
  const callers = new Map(await Promise.all(parties.map(async (p) => [p, await app.as(p.nichandle)] as const)));
  const outcomes = await Promise.all(
    calls.map(async ({ who, verb }) => {
      const answer = await callers.get(who)?.post(`${taskPath(id)}/${verb}`, { token: codes.get(who) });
      return { who, verb, status: answer?.status ?? 0 };
    }),
  );
  await app.settle();
  return outcomes;
}

const won = (outcomes: readonly Outcome[], verb: Call['verb'], who?: AccountRow): number =>
  outcomes.filter((one) => one.status === 200 && one.verb === verb && (who === undefined || one.who === who)).length;

/** The one end that the winning calls allow. */
function endOf(outcomes: readonly Outcome[]): string {
  if (won(outcomes, 'refuse') > 0) return 'refused';
  if (won(outcomes, 'cancel') > 0) return 'aborted';
  return won(outcomes, 'accept') === 2 ? 'done' : 'validatingByCustomers';
}

/** Lets the calls loose on a change of its own; says how it ended, which must be one way only. */
async function raceFor(calls: readonly Call[]): Promise<string> {
  const path = await story.service(owner);
  const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
  const outcomes = await race(id, calls);

  expect(outcomes.filter(({ status }) => ![200, 403, 409, 429].includes(status))).toEqual([]);
  for (const who of [owner, newcomer]) {
    expect(won(outcomes, 'accept', who)).toBeLessThanOrEqual(1);
    expect(won(outcomes, 'resendEmail', who)).toBeLessThanOrEqual(1);
  }
  const ends = won(outcomes, 'refuse') + won(outcomes, 'cancel') + (won(outcomes, 'accept') === 2 ? 1 : 0);
  expect(ends).toBeLessThanOrEqual(1);
  const { state } = await story.see(owner, id);
  expect(state).toBe(endOf(outcomes));
  expect((await story.contacts(owner, path)).contactTech).toBe(state === 'done' ? newcomer.nichandle : owner.nichandle);
  // The audit trail has one line per winner, no more.
  const audited = await app.sql(
    `select 1 from audit_event where object = ? and result = 'done' and action <> 'contacts.apply'`,
    [`contact-change ${String(id)}`],
  );
  expect(audited).toHaveLength(outcomes.filter(({ status }) => status === 200).length);
  return state;
}

it.each([SEED, SEED + 1, SEED + 2])('200 calls at once on one change end in one way (seed %i)', async (seed) => {
  await raceFor(callsFor(seed, 200));
});

it(`each of ${RACES} changes, ${AT_ONCE} at a time, ends in one way (seeds from ${SEED})`, async () => {
  const ends = new Set<string>();
  for (let first = 0; first < RACES; first += AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, RACES - first) }, (_, place) => SEED + first + place);
    for (const end of await Promise.all(seeds.map((seed) => raceFor(callsFor(seed, 6))))) ends.add(end);
  }
  // Races that always end alike would prove little.
  if (RACES >= 100) expect([...ends].sort()).toEqual(['aborted', 'done', 'refused', 'validatingByCustomers']);
});

it('of many who ask at once for the same role, one is heard', async () => {
  const asOwner = await app.as(owner.nichandle);
  for (let round = 0; round < 3; round += 1) {
    const path = await story.service(owner);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const wanted =
          n % 2 === 0
            ? { contactTech: newcomer.nichandle }
            : { contactTech: newcomer.nichandle, contactBilling: newcomer.nichandle };
        return asOwner.post(`${path}/changeContact`, wanted);
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const open = await app.sql<{ id: string }>(
      `select c.id from contact_change c join service s on s.id = c.service_id where s.name = ?`,
      [path.split('/').at(-1)],
    );
    expect(open).toHaveLength(1);
  }
  await app.settle();
});

it('two acceptances in the same moment are both heard', async () => {
  for (let round = 0; round < 5; round += 1) {
    const path = await story.service(owner);
    const id = await story.ask(owner, path, { contactTech: newcomer.nichandle });
    const outcomes = await race(id, [
      { who: owner, verb: 'accept' },
      { who: newcomer, verb: 'accept' },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([200, 200]);
    expect(await story.see(owner, id)).toMatchObject({ state: 'done' });
  }
});
