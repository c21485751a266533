import { Consumer, type Delivery, OnEvent } from '../../platform/messaging/consumer.decorator.js';
import { PasswordChanged, PasswordResetAsked, UserDisabled, UserInvited } from './accounts.events.js';
import { InvitationsService } from './invitations.service.js';
import { LoginNoticesService } from './login-notices.service.js';
import { PasswordResetsService } from './password-resets.service.js';

@Consumer('accounts')
export class AccountsConsumer {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly resets: PasswordResetsService,
    private readonly notices: LoginNoticesService,
  ) {}

  @OnEvent(UserInvited, { transaction: 'outside' })
  async onUserInvited({ userId, invitedBy }: UserInvited, delivery: Delivery): Promise<void> {
    await this.invitations.mail(userId, invitedBy, delivery);
  }

  @OnEvent(PasswordResetAsked, { transaction: 'outside' })
  async onPasswordResetAsked({ userId, askedBy }: PasswordResetAsked, delivery: Delivery): Promise<void> {
    await this.resets.mail(userId, askedBy, delivery);
  }

  @OnEvent(PasswordChanged, { transaction: 'outside' })
  async onPasswordChanged(event: PasswordChanged, delivery: Delivery): Promise<void> {
    await this.notices.passwordChanged(event, delivery);
  }

  @OnEvent(UserDisabled, { transaction: 'outside' })
  async onUserDisabled(event: UserDisabled, delivery: Delivery): Promise<void> {
    await this.notices.userDisabled(event, delivery);
  }
}
