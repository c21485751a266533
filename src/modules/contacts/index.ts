export { ContactChange, ContactChangeParty } from './contact-change.entity.js';
export type { ChangeState } from './contact-change-states.js';
export { ContactChangesService } from './contact-changes.service.js';
export { ContactsModule } from './contacts.module.js';
