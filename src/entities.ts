import type { EntityClass } from '@mikro-orm/core';
import { AuditEvent } from './platform/audit/audit-event.entity.js';
import { MESSAGING_ENTITIES } from './platform/messaging/messaging.entities.js';
import { Account, IdentityGroup, IdentityUser, Session } from './modules/accounts/index.js';
import { ContactChange, ContactChangeParty } from './modules/contacts/index.js';
import { Service } from './modules/services/index.js';

/** Every entity of the product. */
export const ENTITIES: readonly EntityClass<object>[] = [
  ...MESSAGING_ENTITIES,
  AuditEvent,
  Account,
  IdentityGroup,
  IdentityUser,
  Session,
  Service,
  ContactChange,
  ContactChangeParty,
];
