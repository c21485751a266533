import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Mailer, type MailEnvelope, type Recipient } from '../../platform/mail/mailer.js';
import { Account } from './account.entity.js';
import { userInvitation, type UserInvitationView } from './accounts.mails.js';
import { IdentityUser } from './identity-user.entity.js';
import { formatActor, formatLogin } from './user-login.js';

/** Invitations to choose a first password. Their tokens are made here, at the moment of mailing, and rest nowhere. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Mails a fresh invitation; does nothing for a user who is gone, disabled, or has a password by now. */
  async mail(userId: number, invitedBy: string | undefined, envelope: MailEnvelope): Promise<void> {
    const invitation = await this.unitOfWork.run(() => this.issue(userId, invitedBy));
    if (invitation) await this.mailer.send(userInvitation, invitation.to, invitation.view, envelope);
  }

  private async issue(
    userId: number,
    invitedBy: string | undefined,
  ): Promise<{ to: Recipient; view: UserInvitationView } | undefined> {
    const user = await this.em.findOne(IdentityUser, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!user?.awaitsFirstPassword || user.email === null) return undefined;
    const { nichandle, customerCode, mailLanguage } = await this.em.findOneOrFail(Account, { nichandle: user.account });
    const { token, expiresAt } = user.invite(this.clock.now());
    return {
      to: { account: nichandle, email: user.email, language: mailLanguage },
      view: {
        login: formatLogin(customerCode, user.login),
        account: nichandle,
        invitedBy: formatActor({ nichandle, customerCode }, invitedBy),
        token,
        expiresAt,
      },
    };
  }
}
