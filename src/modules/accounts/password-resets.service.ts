import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { Account } from './account.entity.js';
import { passwordReset, type PasswordResetView } from './accounts.mails.js';
import { IdentityUser } from './identity-user.entity.js';
import { formatActor, formatLogin } from './user-login.js';

/** Links to choose a new password. Their tokens are made here, at the moment of mailing, and rest nowhere. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Mails a fresh link; does nothing for a user who is gone or disabled, or has chosen by now. */
  async mail(userId: number, askedBy: string | undefined, envelope: MailEnvelope): Promise<void> {
    const reset = await this.unitOfWork.run(() => this.issue(userId, askedBy));
    if (reset) await this.mailer.send(passwordReset, reset.to, reset.view, envelope);
  }

  private async issue(
    userId: number,
    askedBy: string | undefined,
  ): Promise<{ to: Recipient; view: PasswordResetView } | undefined> {
    const now = this.clock.now();
    const user = await this.em.findOne(IdentityUser, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!user?.awaitsReset(now) || user.email === null) return undefined;
    const account = await this.em.findOneOrFail(Account, { nichandle: user.account });
    const { token, expiresAt } = user.issueReset(now);
    return {
      to: { account: account.nichandle, email: user.email, language: account.mailLanguage },
      view: {
        login: formatLogin(account.customerCode, user.login),
        account: account.nichandle,
        askedBy: formatActor(account, askedBy),
        token,
        expiresAt,
      },
    };
  }
}
