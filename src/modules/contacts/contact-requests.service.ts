import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Env } from '../../platform/config/env.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { AccountsService } from '../accounts/index.js';
import { CONTACT_TYPES, type Contacts, serviceErrors, ServicesService } from '../services/index.js';
import { ContactChange } from './contact-change.entity.js';
import { OPEN_STATES } from './contact-change-states.js';
import type { ChangeContactBody } from './contact-changes.dto.js';
import { contactErrors } from './contacts.errors.js';
import { ContactChangeAsked } from './contacts.events.js';

/** Asking for contacts to be changed: the beginning of every {@link ContactChange}. */
@Injectable()
export class ContactRequestsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly services: ServicesService,
    private readonly accounts: AccountsService,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /**
   * Asks for the contacts of a service to be changed.
   *
   * @returns numbers of the changes, one per pair of present and wanted contact
   * @throws `services.not-found`, `contacts.change-already-open` and what {@link ContactChange.ask} throws
   */
  async ask(askedBy: string, type: string, name: string, body: ChangeContactBody): Promise<number[]> {
    const wanted = wantedContacts(body);
    try {
      return await this.unitOfWork.run(() => this.askInside(askedBy, type, name, wanted));
    } catch (error) {
      // Somebody else's request won the race between our look and our insert.
      if (error instanceof UniqueConstraintViolationException)
        return this.unitOfWork.run(() => this.askInside(askedBy, type, name, wanted));
      throw error;
    }
  }

  private async askInside(askedBy: string, type: string, name: string, wanted: Partial<Contacts>): Promise<number[]> {
    const service = await this.services.lock({ type, name });
    if (!service?.alive || service.rolesOf(askedBy).length === 0) throw serviceErrors.notFound(name);
    const accounts = await this.accounts.facts([...Object.values(service.contacts), ...Object.values(wanted)]);
    const changes = ContactChange.ask({
      service,
      askedBy,
      wanted,
      accounts,
      now: this.clock.now(),
      hoursToAnswer: this.env.CONTACT_CHANGE_TTL_HOURS,
    });
    await this.refuseWhileOpen(service.id, changes);
    await this.em.persist(changes).flush();
    for (const { id, contactTypes } of changes) {
      this.outbox.add(new ContactChangeAsked(id));
      this.audit.record({
        account: askedBy,
        action: 'contacts.ask',
        object: `${type} ${name} contact-change ${String(id)}`,
        keys: contactTypes,
      });
    }
    return changes.map(({ id }) => id);
  }

  private async refuseWhileOpen(serviceId: number, changes: readonly ContactChange[]): Promise<void> {
    const open = await this.em.find(ContactChange, { serviceId, state: { $in: [...OPEN_STATES] } });
    const roles = changes.flatMap(({ contactTypes }) => contactTypes);
    for (const { id, contactTypes } of open) {
      const both = contactTypes.filter((role) => roles.includes(role));
      if (both.length > 0) throw contactErrors.alreadyOpen(id, both);
    }
  }
}

/** Nichandles are lower case; `null` means "not given". */
function wantedContacts(body: ChangeContactBody): Partial<Contacts> {
  const given = CONTACT_TYPES.flatMap((role) => {
    const wanted = body[role];
    return wanted == null ? [] : [[role, wanted.toLowerCase()] as const];
  });
  return Object.fromEntries(given);
}
