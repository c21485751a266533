import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Mail } from '../../platform/mail/mail.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { AccountsService } from '../accounts/index.js';
import { Service } from '../services/index.js';
import { ContactChange } from './contact-change.entity.js';
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

/** Which mail tells of which end, with what it needs besides the facts that all of them show. */
const NOTICES: Readonly<Record<Notice, (view: ContactChangeView, change: ContactChange) => DueNotice>> = {
  refused: (view, { refusedBy, toAccount }) =>
    dueNotice(contactChangeRefused, { ...view, refusedBy: refusedBy ?? toAccount }),
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
    private readonly accounts: AccountsService,
    private readonly mailer: Mailer,
  ) {}

  /** Makes a token for one party and mails it. Its digest is stored before it leaves, and the token is nowhere else. */
  async sendToken(id: number, account: string, occasion: TokenOccasion, envelope: MailEnvelope): Promise<void> {
    const due = await this.unitOfWork.run(async () => {
      const change = await this.load(id, LockMode.PESSIMISTIC_WRITE);
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
    const send = await this.unitOfWork.run(() => this.notice(id, notice));
    await send(this.mailer, await this.accounts.recipientOf(account), envelope);
  }

  private async notice(id: number, notice: Notice): Promise<DueNotice> {
    const change = await this.load(id);
    return NOTICES[notice](await this.view(change), change);
  }

  private async load(id: number, lockMode?: LockMode): Promise<ContactChange> {
    const change = await this.em.findOneOrFail(ContactChange, { id }, lockMode === undefined ? {} : { lockMode });
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
