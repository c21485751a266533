import { defineError } from '../../platform/errors/domain-error.js';
import type { ContactType } from '../services/index.js';
import type { ChangeState } from './contact-change-states.js';

export const contactErrors = {
  changeNotFound: defineError(
    'contacts.change-not-found',
    'not-found',
    'There is no such contact change, or the account has no part in it: the two look the same.',
    (id: string) => `There is no contact change ${id} in which you are involved`,
  ),
  nothingToChange: defineError(
    'contacts.nothing-to-change',
    'bad-request',
    'Every contact given is the present one, or none was given.',
    () => 'There is nothing to change: give at least one contact that differs from the present one',
  ),
  roleNotYours: defineError(
    'contacts.role-not-yours',
    'forbidden',
    'A technical or billing contact hands over its own role only; the admin contact may hand over every role.',
    (foreign: readonly ContactType[], own: readonly ContactType[]) => ({
      message: `You cannot change ${foreign.join(' and ')} of this service; yours to hand over: ${own.join(', ') || 'none'}`,
      details: Object.fromEntries(foreign.map((role) => [role, 'Only the admin contact may change this contact'])),
    }),
  ),
  accountNotFound: defineError(
    'contacts.account-not-found',
    'not-found',
    'A wanted contact is no account, or one whose profile is incomplete.',
    (wanted: readonly (readonly [ContactType, string])[]) => ({
      message: `There is no complete account ${[...new Set(wanted.map(([, account]) => account))].join(', ')}`,
      details: Object.fromEntries(wanted.map(([role, account]) => [role, `No complete account is named ${account}`])),
    }),
  ),
  unpaidInvoices: defineError(
    'contacts.unpaid-invoices',
    'conflict',
    'The present or the wanted billing contact has an unpaid invoice; which one is told to that account only.',
    (own: boolean) => ({
      message: own
        ? 'You have an unpaid invoice: pay it before the billing contact can change'
        : 'The billing contact cannot change while the present or the wanted billing contact has an unpaid invoice',
      details: { contactBilling: 'An invoice is unpaid' },
    }),
  ),
  alreadyOpen: defineError(
    'contacts.change-already-open',
    'conflict',
    'Another change of the same contact of the service is still open.',
    (id: number, roles: readonly string[]) => ({
      message: `The contact change ${String(id)} of this service is still open: answer or cancel it first`,
      details: {
        ...Object.fromEntries(roles.map((role) => [role, `Already asked for in the contact change ${String(id)}`])),
        contactChange: String(id),
      },
    }),
  ),
  invalidToken: defineError(
    'contacts.invalid-token',
    'forbidden',
    'The code is not the one that was last mailed to this account for this change, or it was used.',
    (burnt: boolean) => ({
      message: 'Invalid token',
      details: {
        token: burnt
          ? 'Too many wrong codes: ask for a new mail and use the code in it'
          : 'This is not the code of the last mail that was sent to you for this request',
      },
    }),
  ),
  notPossible: defineError(
    'contacts.change-not-possible',
    'conflict',
    'The state of the change does not allow it.',
    (verb: string, state: ChangeState) => `${verb} is not possible: the contact change is in the state ${state}`,
  ),
  notAskedByYou: defineError(
    'contacts.not-asked-by-you',
    'forbidden',
    'Only the account that asked for a change cancels it; the other party refuses.',
    () => 'Only the account that asked for this change can cancel it; you can refuse it',
  ),
  alreadyAnswered: defineError(
    'contacts.already-answered',
    'conflict',
    'The account has accepted already, or its answer is not needed.',
    () => 'You have nothing left to answer in this contact change',
  ),
  resendTooSoon: defineError(
    'contacts.resend-too-soon',
    'too-many-requests',
    'A mail was asked for less than a minute ago.',
    (seconds: number) => `A mail was just sent; you can ask again in ${String(seconds)} seconds`,
  ),
  resendTooOften: defineError(
    'contacts.resend-too-often',
    'too-many-requests',
    'Five mails were asked for within a day.',
    (most: number) => `You have asked for ${String(most)} mails within a day; use the newest of them, or try tomorrow`,
  ),
};
