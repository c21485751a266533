import {
  accountsWith,
  aContactChange,
  ADMIN,
  ask,
  askOne,
  aServiceOf,
  BILLING,
  later,
  NEWCOMER,
  NOW,
  STRANGER,
  TECH,
  tokenFor,
} from '../../../test/factories/a-contact-change.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import type { Contacts, ContactType } from '../services/index.js';
import type { ContactChange } from './contact-change.entity.js';

const accepts = (change: ContactChange, account: string): void => {
  expect(change.answer(account, tokenFor(change, account), 'accept', NOW)).toBeUndefined();
};
const accountsOf = (parties: readonly { readonly account: string }[]): string[] => parties.map((p) => p.account).sort();

describe('asking for contacts to be changed', () => {
  it.each<[asker: string, wanted: Partial<Contacts>, mustAccept: string[], informed: string[]]>([
    [ADMIN, { contactTech: NEWCOMER }, [ADMIN, NEWCOMER], [TECH]],
    [ADMIN, { contactBilling: NEWCOMER }, [ADMIN, NEWCOMER], [BILLING]],
    [ADMIN, { contactTech: ADMIN }, [ADMIN], [TECH]],
    [ADMIN, { contactBilling: ADMIN }, [ADMIN], [BILLING]],
    [ADMIN, { contactAdmin: NEWCOMER }, [ADMIN, NEWCOMER], []],
    [TECH, { contactTech: NEWCOMER }, [NEWCOMER, TECH], []],
    [BILLING, { contactBilling: NEWCOMER }, [BILLING, NEWCOMER], []],
  ])('%s asks for %j: %j must accept, then it is done and %j is informed', (askedBy, wanted, mustAccept, informed) => {
    const change = askOne(wanted, { askedBy });
    change.check();
    change.askParties();

    expect(accountsOf(change.deciders)).toEqual(mustAccept);
    for (const [place, account] of mustAccept.entries()) {
      expect(change.state).toBe('validatingByCustomers');
      expect(change.awaited).toHaveLength(mustAccept.length - place);
      accepts(change, account);
    }
    expect(change.state).toBe('doing');
    change.finish(NOW);
    expect(accountsOf(change.parties.getItems().filter((party) => !party.mustAccept))).toEqual(informed);
  });

  it('makes one change for tech and billing when both go from one account to one other', () => {
    const service = aServiceOf({ contactTech: TECH, contactBilling: TECH });
    const change = askOne({ contactTech: NEWCOMER, contactBilling: NEWCOMER }, { service });
    expect(change).toMatchObject({ fromAccount: TECH, toAccount: NEWCOMER });
    expect(change.contactTypes).toEqual(['contactTech', 'contactBilling']);
  });

  it('makes one change per pair of present and wanted contact, each with its roles', () => {
    const service = aServiceOf({ contactAdmin: ADMIN, contactTech: ADMIN, contactBilling: BILLING });
    const wanted = { contactAdmin: NEWCOMER, contactTech: NEWCOMER, contactBilling: NEWCOMER };
    const changes = ask(wanted, { service });
    expect(changes.map(({ fromAccount, toAccount, contactTypes }) => [fromAccount, toAccount, contactTypes])).toEqual([
      [ADMIN, NEWCOMER, ['contactAdmin', 'contactTech']],
      [BILLING, NEWCOMER, ['contactBilling']],
    ]);
  });

  it('makes two changes when one account gives two roles to two others', () => {
    const service = aServiceOf({ contactTech: TECH, contactBilling: TECH });
    const changes = ask({ contactTech: NEWCOMER, contactBilling: STRANGER }, { service });
    expect(changes.map(({ toAccount }) => toAccount)).toEqual([NEWCOMER, STRANGER]);
  });

  it('ignores values that are the present contact, of whatever role', () => {
    const wanted = { contactAdmin: ADMIN, contactTech: NEWCOMER, contactBilling: BILLING };
    const change = askOne(wanted, { askedBy: TECH });
    expect(change.contactTypes).toEqual(['contactTech']);
  });

  it.each<[string, Partial<Contacts>]>([
    ['nothing is given', {}],
    ['everything given is so already', { contactAdmin: ADMIN, contactTech: TECH, contactBilling: BILLING }],
  ])('is refused when %s', (_, wanted) => {
    expectDomainError('contacts.nothing-to-change', () => ask(wanted));
  });

  it('expires after the hours that there are to answer', () => {
    expect(askOne({ contactTech: NEWCOMER }, { hoursToAnswer: 24 }).expiresAt).toEqual(later({ hours: 24 }));
  });
});

describe('what a contact may hand over', () => {
  it.each<[asker: string, foreign: ContactType, own: string]>([
    [TECH, 'contactAdmin', 'contactTech'],
    [TECH, 'contactBilling', 'contactTech'],
    [BILLING, 'contactAdmin', 'contactBilling'],
    [BILLING, 'contactTech', 'contactBilling'],
  ])('%s cannot change %s, and is told that theirs is %s', (askedBy, foreign, own) => {
    const error = expectDomainError('contacts.role-not-yours', () => ask({ [foreign]: NEWCOMER }, { askedBy }));
    expect(error.kind).toBe('forbidden');
    expect(error.message).toBe(`You cannot change ${foreign} of this service; yours to hand over: ${own}`);
    expect(Object.keys(error.details ?? {})).toEqual([foreign]);
  });

  it('is refused as a whole when one of the roles is not the asker’s', () => {
    const wanted = { contactTech: NEWCOMER, contactBilling: NEWCOMER };
    const error = expectDomainError('contacts.role-not-yours', () => ask(wanted, { askedBy: TECH }));
    expect(Object.keys(error.details ?? {})).toEqual(['contactBilling']);
  });

  it('is both roles for whoever is technical and billing contact', () => {
    const service = aServiceOf({ contactTech: TECH, contactBilling: TECH });
    const change = askOne({ contactTech: NEWCOMER, contactBilling: NEWCOMER }, { service, askedBy: TECH });
    expect(change.contactTypes).toEqual(['contactTech', 'contactBilling']);
    expectDomainError('contacts.role-not-yours', () => ask({ contactAdmin: TECH }, { service, askedBy: TECH }));
  });

  it('is nothing for an account that is no contact', () => {
    expectDomainError('contacts.role-not-yours', () => ask({ contactTech: STRANGER }, { askedBy: STRANGER }));
  });
});

describe('the accounts that are wanted', () => {
  it('must exist: the field that names none is told', () => {
    const error = expectDomainError('contacts.account-not-found', () => ask({ contactTech: 'nobody-ovh' }));
    expect(error.kind).toBe('not-found');
    expect(error.details).toEqual({ contactTech: 'No complete account is named nobody-ovh' });
  });

  it('must be complete', () => {
    const accounts = accountsWith({ [NEWCOMER]: { complete: false } });
    const wanted = { contactAdmin: STRANGER, contactBilling: NEWCOMER };
    const error = expectDomainError('contacts.account-not-found', () => ask(wanted, { accounts }));
    expect(Object.keys(error.details ?? {})).toEqual(['contactBilling']);
  });

  it('is not said to exist before the role was found to be the asker’s', () => {
    expectDomainError('contacts.role-not-yours', () => ask({ contactAdmin: 'nobody-ovh' }, { askedBy: TECH }));
  });
});

describe('an unpaid invoice', () => {
  const owing = (account: string): { accounts: ReturnType<typeof accountsWith> } => ({
    accounts: accountsWith({ [account]: { unpaidInvoices: 2 } }),
  });

  it.each([
    ['of the present billing contact', BILLING, ADMIN],
    ['of the wanted billing contact', NEWCOMER, ADMIN],
    ['of the wanted billing contact', NEWCOMER, BILLING],
  ])('%s keeps the billing contact from changing, and is not told to somebody else', (_, debtor, askedBy) => {
    const error = expectDomainError('contacts.unpaid-invoices', () =>
      ask({ contactBilling: NEWCOMER }, { askedBy, ...owing(debtor) }),
    );
    expect(error.kind).toBe('conflict');
    expect(JSON.stringify([error.message, error.details])).not.toContain(debtor);
    expect(error.message).toContain('the present or the wanted billing contact');
  });

  it('of the asker is told to the asker', () => {
    const error = expectDomainError('contacts.unpaid-invoices', () =>
      ask({ contactBilling: NEWCOMER }, { askedBy: BILLING, ...owing(BILLING) }),
    );
    expect(error.message).toMatch(/^You have an unpaid invoice/);
  });

  it.each<[string, Partial<Contacts>]>([
    ['the admin contact', { contactAdmin: NEWCOMER }],
    ['the technical contact', { contactTech: NEWCOMER }],
  ])('does not matter when %s changes', (_, wanted) => {
    const accounts = accountsWith({ [BILLING]: { unpaidInvoices: 1 }, [NEWCOMER]: { unpaidInvoices: 1 } });
    expect(ask(wanted, { accounts })).toHaveLength(1);
  });

  it('of somebody who is neither of the two does not matter', () => {
    expect(ask({ contactBilling: NEWCOMER }, owing(TECH))).toHaveLength(1);
  });
});

describe('ending without agreement', () => {
  it.each([ADMIN, NEWCOMER])('takes the word of %s alone, whoever has accepted before', (refuser) => {
    const change = aContactChange();
    const other = refuser === ADMIN ? NEWCOMER : ADMIN;
    accepts(change, other);
    expect(change.answer(refuser, tokenFor(change, refuser), 'refuse', later({ hours: 1 }))).toBeUndefined();
    expect(change).toMatchObject({ state: 'refused', refusedBy: refuser, dateDone: later({ hours: 1 }) });
  });

  it('comes by the clock, even before a worker has noted it', () => {
    const change = aContactChange();
    const token = tokenFor(change, ADMIN);
    expect(change.answer(ADMIN, token, 'accept', change.expiresAt)?.code).toBe('contacts.change-not-possible');
    expectDomainError('contacts.change-not-possible', () => {
      change.askAgain(ADMIN, change.expiresAt);
    });
    expect(change.answer(ADMIN, token, 'accept', later({ seconds: -1 }, change.expiresAt))).toBeUndefined();
  });

  it('by cancelling is for the asker', () => {
    const change = aContactChange();
    expectDomainError('contacts.not-asked-by-you', () => {
      change.cancel(NEWCOMER, NOW);
    });
    change.cancel(ADMIN, NOW);
    expect(change).toMatchObject({ state: 'aborted', dateDone: NOW });
  });

  it('tells the old contact nothing', () => {
    for (const state of ['refused', 'aborted', 'expired', 'error'] as const)
      expect(aContactChange(state).partyOf(TECH)).toBeUndefined();
  });
});

describe('the final gate', () => {
  const change = askOne({ contactTech: NEWCOMER });
  const billing = askOne({ contactBilling: NEWCOMER });
  const ofTech = askOne({ contactTech: NEWCOMER }, { askedBy: TECH });

  it('is open while nothing has changed', () => {
    for (const one of [change, billing, ofTech]) expect(one.obstacle(aServiceOf(), accountsWith())).toBeUndefined();
  });

  it('closes when the service is gone', () => {
    expect(change.obstacle(undefined, accountsWith())).toBe('service-gone');
    expect(change.obstacle(aServiceOf({}, false), accountsWith())).toBe('service-gone');
  });

  it('closes when the role has moved on', () => {
    expect(change.obstacle(aServiceOf({ contactTech: STRANGER }), accountsWith())).toBe('role-no-longer-held');
  });

  it('closes when the asker may no longer hand the role over', () => {
    expect(change.obstacle(aServiceOf({ contactAdmin: STRANGER }), accountsWith())).toBe('role-no-longer-held');
    expect(ofTech.obstacle(aServiceOf({ contactAdmin: STRANGER }), accountsWith())).toBeUndefined();
  });

  it('stays open when the one that all agreed on has become admin contact, who could take the role alone', () => {
    expect(change.obstacle(aServiceOf({ contactAdmin: NEWCOMER }), accountsWith())).toBeUndefined();
  });

  it.each([ADMIN, NEWCOMER])('closes when %s is no longer complete', (account) => {
    expect(change.obstacle(aServiceOf(), accountsWith({ [account]: { complete: false } }))).toBe('account-incomplete');
  });

  it('does not ask whether the old contact is complete', () => {
    expect(change.obstacle(aServiceOf(), accountsWith({ [TECH]: { complete: false } }))).toBeUndefined();
  });

  it.each([BILLING, NEWCOMER])('closes for billing when %s owes an invoice by now', (account) => {
    const accounts = accountsWith({ [account]: { unpaidInvoices: 1 } });
    expect(billing.obstacle(aServiceOf(), accounts)).toBe('unpaid-invoices');
    expect(change.obstacle(aServiceOf(), accounts)).toBeUndefined();
  });
});
