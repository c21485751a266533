import { Consumer, type Delivery, OnEvent } from '../../platform/messaging/consumer.decorator.js';
import { ContactChangeMails } from './contact-change-mails.js';
import { ContactChangeWork } from './contact-change-work.js';
import {
  ContactChangeAccepted,
  ContactChangeAsked,
  ContactChangeCheckStarted,
  ContactNoticeDue,
  ContactTokenDue,
} from './contacts.events.js';

@Consumer('contacts')
export class ContactsConsumer {
  constructor(
    private readonly work: ContactChangeWork,
    private readonly mails: ContactChangeMails,
  ) {}

  @OnEvent(ContactChangeAsked)
  async onAsked({ changeId }: ContactChangeAsked): Promise<void> {
    await this.work.check(changeId);
  }

  @OnEvent(ContactChangeCheckStarted)
  async onCheckStarted({ changeId }: ContactChangeCheckStarted): Promise<void> {
    await this.work.askParties(changeId);
  }

  @OnEvent(ContactChangeAccepted)
  async onAccepted({ changeId }: ContactChangeAccepted): Promise<void> {
    await this.work.apply(changeId);
  }

  @OnEvent(ContactTokenDue, { transaction: 'outside' })
  async onTokenDue({ changeId, account, occasion }: ContactTokenDue, delivery: Delivery): Promise<void> {
    await this.mails.sendToken(changeId, account, occasion, delivery);
  }

  @OnEvent(ContactNoticeDue, { transaction: 'outside' })
  async onNoticeDue({ changeId, account, notice }: ContactNoticeDue, delivery: Delivery): Promise<void> {
    await this.mails.sendNotice(changeId, account, notice, delivery);
  }
}
