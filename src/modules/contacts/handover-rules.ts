import type { AccountFacts } from '../accounts/index.js';
import type { Contacts, ContactType } from '../services/index.js';

/** What a contact may hand over: the admin contact everything, the others only what is theirs (guide 002). */
const MAY_HAND_OVER: Readonly<Record<ContactType, readonly ContactType[]>> = {
  contactAdmin: ['contactAdmin', 'contactTech', 'contactBilling'],
  contactTech: ['contactTech'],
  contactBilling: ['contactBilling'],
};

/** The roles that go from one account to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly roles: ContactType[];
}

/** The roles that an account may hand over, given the contacts that it holds. */
export function rolesToHandOver(account: string, contacts: Contacts): ContactType[] {
  const held = (Object.keys(MAY_HAND_OVER) as ContactType[]).filter((role) => contacts[role] === account);
  return [...new Set(held.flatMap((role) => MAY_HAND_OVER[role]))];
}

/** The pairs of present and wanted contact that differ, each with its roles. */
export function movesOf(contacts: Contacts, wanted: Partial<Contacts>): Move[] {
  const moves = new Map<string, Move>();
  for (const role of MAY_HAND_OVER.contactAdmin) {
    const from = contacts[role];
    const to = wanted[role] ?? from;
    if (to === from) continue;
    const move = moves.get(`${from} ${to}`) ?? { from, to, roles: [] };
    move.roles.push(role);
    moves.set(`${from} ${to}`, move);
  }
  return [...moves.values()];
}

/** An account that stands in the way of a billing change with an unpaid invoice. */
export function debtorOf({ from, to, roles }: Move, accounts: ReadonlyMap<string, AccountFacts>): string | undefined {
  if (!roles.includes('contactBilling')) return undefined;
  return [from, to].find((account) => (accounts.get(account)?.unpaidInvoices ?? 0) > 0);
}
