import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { GUARDED_SERVICE_PATHS, ServicesModule } from '../services/index.js';
import { changeContactController } from './change-contact.controller.js';
import { ContactChangeMails } from './contact-change-mails.js';
import { ContactChangesController } from './contact-changes.controller.js';
import { ContactChangesDue } from './contact-changes-due.js';
import { ContactChangesService } from './contact-changes.service.js';
import { ContactRequestsService } from './contact-requests.service.js';
import { ContactChangeWork } from './contact-change-work.js';
import { ContactsConsumer } from './contacts.consumer.js';
import { AskerOfChange, PartyOfChange } from './party-of-change.rule.js';

@Module({
  imports: [AccountsModule, ServicesModule],
  controllers: [
    ContactChangesController,
    ContactsConsumer,
    ...GUARDED_SERVICE_PATHS.map(({ service, rule }) => changeContactController(service, rule)),
  ],
  providers: [
    ContactChangesService,
    ContactRequestsService,
    ContactChangeWork,
    ContactChangeMails,
    ContactChangesDue,
    PartyOfChange,
    AskerOfChange,
  ],
  exports: [ContactRequestsService, ContactChangesDue],
})
export class ContactsModule {}
