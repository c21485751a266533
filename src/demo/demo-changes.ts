import type { AccountFacts } from '../modules/accounts/index.js';
import { ContactChange, type ChangeState } from '../modules/contacts/index.js';
import type { Service } from '../modules/services/index.js';
import type { DEMO_CHANGES } from './demo-data.js';

const ASKER = 'xx11111-ovh';
const DAY_MS = 86_400_000;

/** How a change gets into a state: by the verbs that would have brought it there. */
const ROADS: Readonly<Record<ChangeState, (change: ContactChange, now: Date) => void>> = {
  todo: () => undefined,
  checkValidity: (change) => {
    change.check();
  },
  validatingByCustomers: (change, now) => {
    ROADS.checkValidity(change, now);
    change.askParties();
  },
  doing: (change, now) => {
    ROADS.validatingByCustomers(change, now);
    for (const { account } of change.deciders)
      change.answer(account, change.issueTokenFor(account) ?? '', 'accept', now);
  },
  done: (change, now) => {
    ROADS.doing(change, now);
    change.finish(now);
  },
  error: (change, now) => {
    ROADS.doing(change, now);
    change.fail('unpaid-invoices', now);
  },
  refused: (change, now) => {
    ROADS.validatingByCustomers(change, now);
    change.answer(change.toAccount, change.issueTokenFor(change.toAccount) ?? '', 'refuse', now);
  },
  aborted: (change, now) => {
    ROADS.validatingByCustomers(change, now);
    change.cancel(ASKER, now);
  },
  expired: (change, now) => {
    ROADS.validatingByCustomers(change, now);
    change.expire(now);
  },
};

const noDebts = (account: string): [string, AccountFacts] => [
  account,
  { nichandle: account, complete: true, unpaidInvoices: 0 },
];

/** A change as it would stand there today, had somebody asked for it `daysAgo`. */
export function demoChange(
  { roles, to, state }: (typeof DEMO_CHANGES)[number],
  service: Service,
  daysAgo: number,
  now: Date,
): ContactChange[] {
  const asked = new Date(now.getTime() - daysAgo * DAY_MS);
  const changes = ContactChange.ask({
    service: {
      id: service.id,
      alive: true,
      contacts: { contactAdmin: ASKER, contactTech: ASKER, contactBilling: ASKER },
    },
    askedBy: ASKER,
    wanted: Object.fromEntries(roles.map((role) => [role, to])),
    accounts: new Map([ASKER, to].map(noDebts)),
    now: asked,
    hoursToAnswer: 168,
  });
  for (const change of changes) ROADS[state](change, new Date(asked.getTime() + 3_600_000));
  return changes;
}
