export { ContactChange, ContactChangeParty } from './contact-change.entity.js';
export type { ChangeState } from './contact-change-states.js';
export { ContactRequestsService } from './contact-requests.service.js';
export { ContactsModule } from './contacts.module.js';
