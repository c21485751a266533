import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Mail } from '../../platform/mail/mail.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { AccountsService } from '../accounts/index.js';
import { Service } from '../services/index.js';
import type { ChangeFailure } from './change-failure.js';
import { ContactChange } from './contact-change.entity.js';
import { contactErrors } from './contacts.errors.js';
import type { Notice, TokenOccasion } from './contacts.events.js';
import {
  contactChangeCancelled,
  contactChanged,
  contactChangeDone,
  contactChangeExpired,
  contactChangeFailed,
  contactChangeRefused,
  contactChangeReminder,
  contactChangeRequest,
  type ContactChangeView,
} from './contacts.mails.js';

/** A mail whose view is already inside, so that every mail can have a view of its own. */
type DueNotice = (mailer: Mailer, to: Recipient, envelope: MailEnvelope) => Promise<void>;

const dueNotice =
  <View extends object>(mail: Mail<View>, view: View): DueNotice =>
  (mailer, to, envelope) =>
    mailer.send(mail, to, view, envelope);

/** What a notice tells of a change: read at once, because a change that has ended changes no more. */
const NOTICE = {
  name: 'contact change notice',
  text: `
    select c.id, s.type, s.name, c.contact_types as roles, c.from_account as "from", c.to_account as "to",
      c.asking_account as "askedBy", c.comment,
      (select min(p.account) from contact_change_party p where p.change_id = c.id and p.refused_at is not null)
        as "refusedBy"
    from contact_change c join service s on s.id = c.service_id where c.id = $1`,
};

interface NoticeRow extends Omit<ContactChangeView, 'changeId' | 'service'> {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly comment: ChangeFailure | null;
  readonly refusedBy: string | null;
}

/** Which mail tells of which end, with what it needs besides the facts that all of them show. */
const NOTICES: Readonly<Record<Notice, (view: ContactChangeView, row: NoticeRow) => DueNotice>> = {
  refused: (view, { refusedBy, to }) => dueNotice(contactChangeRefused, { ...view, refusedBy: refusedBy ?? to }),
  failed: (view, { comment }) => dueNotice(contactChangeFailed, { ...view, reason: comment ?? 'not-possible' }),
  cancelled: (view) => dueNotice(contactChangeCancelled, view),
  expired: (view) => dueNotice(contactChangeExpired, view),
  done: (view) => dueNotice(contactChangeDone, view),
  moved: (view) => dueNotice(contactChanged, view),
};

/** Mails of a contact change, each made of what is true at the moment of sending. */
@Injectable()
export class ContactChangeMails {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly accounts: AccountsService,
    private readonly mailer: Mailer,
  ) {}

  /** Makes a token for one party and mails it. Its digest is stored before it leaves, and the token is nowhere else. */
  async sendToken(id: number, account: string, occasion: TokenOccasion, envelope: MailEnvelope): Promise<void> {
    const due = await this.unitOfWork.run(async () => {
      const change = await this.lock(id);
      const token = change.issueTokenFor(account);
      if (token === undefined) return undefined;
      const other = change.awaited.find((party) => party.account !== account)?.account ?? null;
      const request = {
        ...(await this.view(change)),
        token,
        expiresAt: change.expiresAt,
        alone: other === null,
        other,
      };
      return { ...request, askedAt: change.dateRequest };
    });
    if (!due) return;
    const to = await this.accounts.recipientOf(account);
    if (occasion === 'reminder') await this.mailer.send(contactChangeReminder, to, due, envelope);
    else await this.mailer.send(contactChangeRequest, to, due, envelope);
  }

  async sendNotice(id: number, account: string, notice: Notice, envelope: MailEnvelope): Promise<void> {
    const [row, to] = await Promise.all([
      this.reader.first<NoticeRow>(NOTICE, [id]),
      this.accounts.recipientOf(account),
    ]);
    if (!row) throw contactErrors.changeNotFound(String(id));
    const { type, name, roles, from, to: successor, askedBy } = row;
    const view = { changeId: row.id, service: { type, name }, roles, from, to: successor, askedBy };
    await NOTICES[notice](view, row)(this.mailer, to, envelope);
  }

  private async lock(id: number): Promise<ContactChange> {
    const change = await this.em.findOneOrFail(ContactChange, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await change.parties.init();
    return change;
  }

  private async view(change: ContactChange): Promise<ContactChangeView> {
    const { type, name } = await this.em.findOneOrFail(Service, { id: change.serviceId });
    return {
      changeId: change.id,
      service: { type, name },
      roles: change.contactTypes,
      from: change.fromAccount,
      to: change.toAccount,
      askedBy: change.askingAccount,
    };
  }
}
