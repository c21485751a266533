import type { OpenAccount } from '../modules/accounts/index.js';
import type { ChangeState } from '../modules/contacts/index.js';
import type { ContactType } from '../modules/services/index.js';

/** The demo's accounts (product §9: the names are binding). */
export const DEMO_ACCOUNTS: readonly (OpenAccount & { readonly unpaidInvoices: number })[] = [
  {
    nichandle: 'xx11111-ovh',
    customerCode: '1234-567-89',
    email: 'xx11111@example.com',
    firstname: 'Alix',
    name: 'Martin',
    organisation: 'Example SAS',
    language: 'en_GB',
    country: 'GB',
    unpaidInvoices: 0,
  },
  {
    nichandle: 'yy22222-ovh',
    customerCode: '2345-678-90',
    email: 'yy22222@example.net',
    firstname: 'Yaël',
    name: 'Durand',
    organisation: 'Durand Conseil',
    language: 'fr_FR',
    country: 'FR',
    unpaidInvoices: 0,
  },
  {
    nichandle: 'zz33333-ovh',
    customerCode: '3456-789-01',
    email: 'zz33333@example.org',
    firstname: 'Zoé',
    name: 'Lambert',
    language: 'fr_FR',
    country: 'FR',
    unpaidInvoices: 1,
  },
];

/** Users of `xx11111-ovh`, one per privilege (guide 001). */
export const DEMO_USERS = [
  { login: 'jane', group: 'DEFAULT', description: 'Privilege User: changes everything except user management' },
  { login: 'martin', group: 'UNPRIVILEGED', description: 'Privilege None: reads everything' },
  { login: 'john.smith', group: 'ADMIN', description: 'Privilege Administrator' },
] as const;

const X = 'xx11111-ovh';
const all = (account: string): Readonly<Record<ContactType, string>> => ({
  contactAdmin: account,
  contactTech: account,
  contactBilling: account,
});

export const DEMO_SERVICES = [
  { type: 'domain', name: 'example.com', contacts: all(X) },
  { type: 'emailDomain', name: 'example.com', contacts: all(X) },
  { type: 'hostingWeb', name: 'example.com', contacts: all(X) },
  { type: 'vps', name: 'vps-1.example.net', contacts: all(X) },
  { type: 'dedicatedCloud', name: 'pcc-192-0-2-1', contacts: all(X) },
  {
    type: 'emailDomain',
    name: 'example.org',
    contacts: { contactAdmin: X, contactTech: 'yy22222-ovh', contactBilling: 'zz33333-ovh' },
  },
] as const;

/** One contact change in every state; the open ones on `vps` and `hostingWeb` only. */
export const DEMO_CHANGES: readonly {
  readonly service: readonly [type: string, name: string];
  readonly roles: readonly ContactType[];
  readonly to: string;
  readonly state: ChangeState;
}[] = [
  { service: ['domain', 'example.com'], roles: ['contactTech'], to: 'yy22222-ovh', state: 'refused' },
  { service: ['domain', 'example.com'], roles: ['contactTech'], to: 'zz33333-ovh', state: 'aborted' },
  { service: ['emailDomain', 'example.com'], roles: ['contactAdmin'], to: 'yy22222-ovh', state: 'expired' },
  { service: ['emailDomain', 'example.com'], roles: ['contactBilling'], to: 'yy22222-ovh', state: 'error' },
  { service: ['emailDomain', 'example.org'], roles: ['contactTech'], to: 'yy22222-ovh', state: 'done' },
  { service: ['vps', 'vps-1.example.net'], roles: ['contactTech'], to: 'yy22222-ovh', state: 'validatingByCustomers' },
  { service: ['vps', 'vps-1.example.net'], roles: ['contactBilling'], to: 'yy22222-ovh', state: 'todo' },
  { service: ['hostingWeb', 'example.com'], roles: ['contactTech'], to: 'yy22222-ovh', state: 'checkValidity' },
  { service: ['hostingWeb', 'example.com'], roles: ['contactBilling'], to: 'yy22222-ovh', state: 'doing' },
];
