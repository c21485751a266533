import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditEvent } from '../../platform/audit/audit-event.entity.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { Account } from './account.entity.js';
import type { PasswordChanged, UserDisabled } from './accounts.events.js';
import { passwordChanged, userDisabled } from './accounts.mails.js';
import { IdentityUser } from './identity-user.entity.js';
import { formatActor, formatLogin } from './user-login.js';

/** Whose login it is: how it is written, and where its owner reads mails. */
interface Owner {
  readonly account: Account;
  readonly user: IdentityUser | null;
  readonly login: string;
  readonly to: Recipient;
}

/** Tells people what was done to their login. */
@Injectable()
export class LoginNoticesService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly mailer: Mailer,
  ) {}

  /** Tells that the password was changed, when and from where; nobody when the user is gone or has no address. */
  async passwordChanged({ account, userId, auditEventId }: PasswordChanged, envelope: MailEnvelope): Promise<void> {
    const owner = await this.unitOfWork.run(() => this.ownerOf(account, userId));
    if (!owner) return;
    const { at, ip } = await this.unitOfWork.run(() => this.em.findOneOrFail(AuditEvent, { id: auditEventId }));
    await this.mailer.send(passwordChanged, owner.to, { login: owner.login, at, ip: ip ?? '–' }, envelope);
  }

  /** Tells that the login was disabled; nobody when it is enabled again by now. */
  async userDisabled({ userId, disabledBy }: UserDisabled, envelope: MailEnvelope): Promise<void> {
    const owner = await this.unitOfWork.run(() => this.ownerOf(undefined, userId));
    if (owner?.user?.status !== 'DISABLED') return;
    const { account, user, login, to } = owner;
    const view = {
      login,
      account: account.nichandle,
      disabledBy: formatActor(account, disabledBy),
      at: user.updatedAt,
    };
    await this.mailer.send(userDisabled, to, view, envelope);
  }

  /** @param nichandle of the holder whose login it is; what counts for a user is the user's account */
  private async ownerOf(nichandle: string | undefined, userId: number | undefined): Promise<Owner | undefined> {
    const user = userId === undefined ? null : await this.em.findOne(IdentityUser, { id: userId });
    if (userId !== undefined && user?.email == null) return undefined;
    const account = await this.em.findOneOrFail(Account, { nichandle: user?.account ?? nichandle ?? '' });
    return {
      account,
      user,
      login: user ? formatLogin(account.customerCode, user.login) : account.nichandle,
      to: { account: account.nichandle, email: user?.email ?? account.email, language: account.mailLanguage },
    };
  }
}
