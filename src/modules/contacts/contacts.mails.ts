import { defineMail } from '../../platform/mail/mail.js';
import type { ContactType } from '../services/index.js';
import type { ChangeFailure } from './change-failure.js';

/** What every mail about a contact change shows; `from`, `to` and `askedBy` are nichandles. */
export interface ContactChangeView {
  readonly changeId: number;
  readonly service: { readonly type: string; readonly name: string };
  readonly roles: readonly ContactType[];
  readonly from: string;
  readonly to: string;
  readonly askedBy: string;
}

export interface ContactChangeRequestView extends ContactChangeView {
  readonly expiresAt: Date;
  /** The recipient's own, fresh; it leaves the process in this mail only. */
  readonly token: string;
  /** Nobody else has to accept: the recipient's answer settles it. */
  readonly alone: boolean;
  /** The party whose acceptance is needed as well. */
  readonly other: string | null;
}

export interface ContactChangeReminderView extends ContactChangeRequestView {
  readonly askedAt: Date;
}

export interface ContactChangeRefusedView extends ContactChangeView {
  readonly refusedBy: string;
}

export interface ContactChangeFailedView extends ContactChangeView {
  readonly reason: ChangeFailure;
}

const change: ContactChangeView = {
  changeId: 42,
  service: { type: 'domain', name: 'example.com' },
  roles: ['contactTech', 'contactBilling'],
  from: 'xx11111-ovh',
  to: 'yy22222-ovh',
  askedBy: 'xx11111-ovh',
};

const request: ContactChangeRequestView = {
  ...change,
  expiresAt: new Date('2026-11-27T10:32:00Z'),
  token: 'Zk3vQ1x8mB-5tJr0sWnYc2LhDuE7aGf_pX9iKoV4bTq',
  alone: false,
  other: 'yy22222-ovh',
};

/** To each party that must accept, with its own token. */
export const contactChangeRequest = defineMail<ContactChangeRequestView>({
  template: 'contacts/change-request',
  sample: request,
});

/** To each party that has not answered after three days; its token replaces the former one. */
export const contactChangeReminder = defineMail<ContactChangeReminderView>({
  template: 'contacts/change-reminder',
  sample: { ...request, alone: true, other: null, askedAt: new Date('2026-11-20T10:32:00Z') },
});

/** To both parties. */
export const contactChangeRefused = defineMail<ContactChangeRefusedView>({
  template: 'contacts/change-refused',
  sample: { ...change, refusedBy: 'yy22222-ovh' },
});

/** To both parties, after the asker cancelled. */
export const contactChangeCancelled = defineMail<ContactChangeView>({
  template: 'contacts/change-cancelled',
  sample: change,
});

/** To both parties. */
export const contactChangeExpired = defineMail<ContactChangeView>({
  template: 'contacts/change-expired',
  sample: change,
});

/** To both parties: all accepted, yet the check at the moment of applying said no. */
export const contactChangeFailed = defineMail<ContactChangeFailedView>({
  template: 'contacts/change-failed',
  sample: { ...change, reason: 'unpaid-invoices' },
});

/** To both parties. */
export const contactChangeDone = defineMail<ContactChangeView>({ template: 'contacts/change-done', sample: change });

/** To the old contact, who may not have been asked. */
export const contactChanged = defineMail<ContactChangeView>({
  template: 'contacts/contact-changed',
  sample: { ...change, roles: ['contactTech'] },
});
