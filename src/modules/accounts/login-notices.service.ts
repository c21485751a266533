import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditEvent } from '../../platform/audit/audit-event.entity.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { Account } from './account.entity.js';
import type { PasswordChanged, UserDisabled } from './accounts.events.js';
import { passwordChanged, userDisabled } from './accounts.mails.js';
import { IdentityUser } from './identity-user.entity.js';
import { PASSWORD_ACTIONS } from './passwords.service.js';
import { formatActor, formatLogin } from './user-login.js';

/** Tells people what was done to their login. */
@Injectable()
export class LoginNoticesService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly mailer: Mailer,
  ) {}

  /** Tells that the password was changed, when and from where; nobody when the user is gone or has no address. */
  async passwordChanged({ account, userId }: PasswordChanged, envelope: MailEnvelope): Promise<void> {
    const notice = await this.unitOfWork.run(async () => {
      const owner = userId === undefined ? await this.holder(account) : await this.user(userId);
      return owner && { owner, event: await this.changeIn(account, envelope.queryId) };
    });
    if (!notice) return;
    const { owner, event } = notice;
    const view = { login: owner.login, at: event.at, ip: event.ip ?? '–' };
    await this.mailer.send(passwordChanged, owner.to, view, envelope);
  }

  /** Tells that the login was disabled; nobody when it is enabled again by now. */
  async userDisabled({ userId, disabledBy }: UserDisabled, envelope: MailEnvelope): Promise<void> {
    const owner = await this.unitOfWork.run(() => this.user(userId));
    if (owner?.user.status !== 'DISABLED') return;
    const { account, user, login, to } = owner;
    const by = formatActor(account, disabledBy);
    const view = { login, account: account.nichandle, disabledBy: by, at: user.updatedAt };
    await this.mailer.send(userDisabled, to, view, envelope);
  }

  /** When and from where is in the audit trail, under the query id of the same call. */
  private changeIn(account: string, queryId: string): Promise<AuditEvent> {
    const change = { account, queryId, action: { $in: [...PASSWORD_ACTIONS] } };
    return this.em.findOneOrFail(AuditEvent, change, { orderBy: { id: 'desc' } });
  }

  private async holder(nichandle: string): Promise<{ login: string; to: Recipient }> {
    const { email, mailLanguage } = await this.em.findOneOrFail(Account, { nichandle });
    return { login: nichandle, to: { account: nichandle, email, language: mailLanguage } };
  }

  private async user(
    id: number,
  ): Promise<{ user: IdentityUser; account: Account; login: string; to: Recipient } | undefined> {
    const user = await this.em.findOne(IdentityUser, { id });
    if (user?.email == null) return undefined;
    const account = await this.em.findOneOrFail(Account, { nichandle: user.account });
    return {
      user,
      account,
      login: formatLogin(account.customerCode, user.login),
      to: { account: account.nichandle, email: user.email, language: account.mailLanguage },
    };
  }
}
