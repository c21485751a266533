import { Consumer, type Delivery, OnEvent } from '../../platform/messaging/consumer.decorator.js';
import { UserInvited } from './accounts.events.js';
import { InvitationsService } from './invitations.service.js';

@Consumer('accounts')
export class AccountsConsumer {
  constructor(private readonly invitations: InvitationsService) {}

  @OnEvent(UserInvited, { transaction: 'outside' })
  async onUserInvited({ userId, invitedBy }: UserInvited, delivery: Delivery): Promise<void> {
    await this.invitations.mail(userId, invitedBy, delivery);
  }
}
