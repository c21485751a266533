import type { AccountFacts } from '../../src/modules/accounts/index.js';
import {
  type AskContactChange,
  ContactChange,
  ContactChangeParty,
  type ServiceFacts,
} from '../../src/modules/contacts/contact-change.entity.js';
import type { ChangeState } from '../../src/modules/contacts/contact-change-states.js';
import type { Contacts } from '../../src/modules/services/contact-type.js';
import { discoverEntities } from '../helpers/discover-entities.js';

discoverEntities(ContactChange, ContactChangeParty);

/** Three accounts that each hold one contact of the service, and two that hold none. */
export const ADMIN = 'admin-ovh';
export const TECH = 'tech-ovh';
export const BILLING = 'billing-ovh';
export const NEWCOMER = 'newcomer-ovh';
export const STRANGER = 'stranger-ovh';

export const CONTACTS: Contacts = { contactAdmin: ADMIN, contactTech: TECH, contactBilling: BILLING };
export const NOW = new Date('2026-11-20T09:00:00Z');
export const later = (by: { minutes?: number; hours?: number; seconds?: number }, from = NOW): Date =>
  new Date(from.getTime() + (((by.hours ?? 0) * 60 + (by.minutes ?? 0)) * 60 + (by.seconds ?? 0)) * 1000);

export const aServiceOf = (contacts: Partial<Contacts> = {}, alive = true): ServiceFacts => ({
  id: 7,
  alive,
  contacts: { ...CONTACTS, ...contacts },
});

/** All five accounts complete and without debts, but for what is given. */
export function accountsWith(
  changes: Readonly<Record<string, Partial<AccountFacts>>> = {},
): ReadonlyMap<string, AccountFacts> {
  return new Map(
    [ADMIN, TECH, BILLING, NEWCOMER, STRANGER].map((nichandle) => [
      nichandle,
      { nichandle, complete: true, unpaidInvoices: 0, ...changes[nichandle] },
    ]),
  );
}

/** Asks as the admin contact unless told otherwise. */
export const ask = (wanted: Partial<Contacts>, changes: Partial<AskContactChange> = {}): ContactChange[] =>
  ContactChange.ask({
    service: aServiceOf(),
    askedBy: ADMIN,
    wanted,
    accounts: accountsWith(),
    now: NOW,
    hoursToAnswer: 168,
    ...changes,
  });

/** The change of a request that makes a single one. */
export function askOne(wanted: Partial<Contacts>, changes: Partial<AskContactChange> = {}): ContactChange {
  const [change, another] = ask(wanted, changes);
  if (!change || another) throw new Error('This request does not make exactly one change');
  return change;
}

/** A token that works now. */
export function tokenFor(change: ContactChange, account: string): string {
  const token = change.issueTokenFor(account);
  if (token === undefined) throw new Error(`${account} has nothing to answer`);
  return token;
}

/** How a change gets into each state: by the verbs that bring it there. */
const ROADS: Readonly<Record<ChangeState, (change: ContactChange) => void>> = {
  todo: () => undefined,
  checkValidity: (change) => {
    change.check();
  },
  validatingByCustomers: (change) => {
    change.check();
    change.askParties();
  },
  doing: (change) => {
    ROADS.validatingByCustomers(change);
    for (const { account } of change.deciders) change.answer(account, tokenFor(change, account), 'accept', NOW);
  },
  done: (change) => {
    ROADS.doing(change);
    change.finish(NOW);
  },
  error: (change) => {
    ROADS.doing(change);
    change.fail('unpaid-invoices', NOW);
  },
  refused: (change) => {
    ROADS.validatingByCustomers(change);
    change.answer(NEWCOMER, tokenFor(change, NEWCOMER), 'refuse', NOW);
  },
  aborted: (change) => {
    ROADS.validatingByCustomers(change);
    change.cancel(ADMIN, NOW);
  },
  expired: (change) => {
    ROADS.validatingByCustomers(change);
    change.expire(NOW);
  },
};

/** The admin contact wants the newcomer to be technical contact, and this is how far it got. */
export function aContactChange(state: ChangeState = 'validatingByCustomers'): ContactChange {
  const change = askOne({ contactTech: NEWCOMER });
  ROADS[state](change);
  return change;
}
