import type { Readable } from 'node:stream';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Filter, ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { ContactChange } from './contact-change.entity.js';
import { type ContactChangeRow, ContactChangeView } from './contact-changes.dto.js';
import { CONTACT_CHANGE, CONTACT_CHANGES } from './contact-changes.list.js';
import { contactErrors } from './contacts.errors.js';
import {
  ContactChangeAccepted,
  ContactChangeCancelled,
  ContactChangeRefused,
  ContactNoticeDue,
  ContactTokenDue,
  type Notice,
} from './contacts.events.js';

/** What the parties of a contact change do with it; what the worker does is in {@link ContactChangeWork}. */
@Injectable()
export class ContactChangesService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  list(
    account: string,
    request: ListRequest,
    filters: readonly Filter[],
  ): Promise<ContactChangeView[] | (string | number)[] | Readable> {
    return this.lists.answer(CONTACT_CHANGES, [account], request, filters);
  }

  /** @throws `contacts.change-not-found` */
  async get(account: string, id: number): Promise<ContactChangeView> {
    const row = await this.reader.first<ContactChangeRow>(CONTACT_CHANGE, [account, id]);
    if (!row) throw contactErrors.changeNotFound(String(id));
    return new ContactChangeView(row);
  }

  /** @throws `contacts.change-not-found`, `contacts.invalid-token`, `contacts.change-not-possible` */
  async answer(account: string, id: number, token: string, verb: 'accept' | 'refuse'): Promise<void> {
    const refusal = await this.unitOfWork.run(async () => {
      const change = await this.lock(account, id);
      const error = change.answer(account, token, verb, this.clock.now());
      if (!error && change.state === 'doing') this.outbox.add(new ContactChangeAccepted(id));
      if (!error && change.state === 'refused') {
        this.outbox.add(new ContactChangeRefused(id));
        this.notify(change, 'refused');
      }
      this.record(account, verb, id, error?.code);
      return error;
    });
    if (refusal) throw refusal;
  }

  /** @throws `contacts.change-not-found`, `contacts.not-asked-by-you`, `contacts.change-not-possible` */
  async cancel(account: string, id: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const change = await this.lock(account, id);
      const mailed = change.state === 'validatingByCustomers';
      change.cancel(account, this.clock.now());
      this.outbox.add(new ContactChangeCancelled(id));
      // Nobody is told of the end of something that they never heard of.
      if (mailed) this.notify(change, 'cancelled');
      this.record(account, 'cancel', id);
    });
  }

  /** @throws `contacts.change-not-found` and what {@link ContactChange.askAgain} throws */
  async resend(account: string, id: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const change = await this.lock(account, id);
      change.askAgain(account, this.clock.now());
      this.outbox.add(new ContactTokenDue(id, account, 'request'));
      this.record(account, 'resend', id);
    });
  }

  /** The change with its parties, locked: whoever comes second sees what the first has done. */
  private async lock(account: string, id: number): Promise<ContactChange> {
    const change = await this.em.findOne(ContactChange, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await change?.parties.init();
    if (!change?.partyOf(account)) throw contactErrors.changeNotFound(String(id));
    return change;
  }

  private notify(change: ContactChange, notice: Notice): void {
    for (const { account } of change.deciders) this.outbox.add(new ContactNoticeDue(change.id, account, notice));
  }

  private record(account: string, verb: string, id: number, result?: string): void {
    const entry = { account, action: `contacts.${verb}`, object: `contact-change ${String(id)}`, keys: ['state'] };
    this.audit.record(result === undefined ? entry : { ...entry, keys: [], result });
  }
}
