import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { AccountsService } from '../accounts/index.js';
import { type Service, ServicesService } from '../services/index.js';
import type { ChangeFailure } from './change-failure.js';
import { ContactChange } from './contact-change.entity.js';
import type { ChangeVerb } from './contact-change-states.js';
import {
  ContactChangeAwaitsAnswers,
  ContactChangeCheckStarted,
  ContactChangeDone,
  ContactChangeExpired,
  ContactChangeFailed,
  ContactNoticeDue,
  ContactTokenDue,
  type Notice,
} from './contacts.events.js';

/**
 * What the worker does with a contact change. Every step looks at the state first and does nothing when the change has
 * moved on meanwhile: a message that comes twice, or late, changes nothing.
 */
@Injectable()
export class ContactChangeWork {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly services: ServicesService,
    private readonly accounts: AccountsService,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Takes a new change up. */
  async check(id: number): Promise<void> {
    await this.step(id, 'check', (change) => {
      change.check();
      this.outbox.add(new ContactChangeCheckStarted(id));
    });
  }

  /** Looks at the rules, then has the parties asked. */
  async askParties(id: number): Promise<void> {
    await this.step(id, 'ask', async (change) => {
      const { obstacle } = await this.look(change);
      if (obstacle) {
        this.fail(change, obstacle);
        return;
      }
      change.askParties();
      this.outbox.add(new ContactChangeAwaitsAnswers(id));
      for (const { account } of change.deciders) this.outbox.add(new ContactTokenDue(id, account, 'request'));
    });
  }

  /** Looks at everything once more, then moves the contacts. */
  async apply(id: number): Promise<void> {
    await this.step(id, 'finish', async (change) => {
      const { obstacle, service } = await this.look(change);
      if (obstacle || !service) {
        this.fail(change, obstacle ?? 'service-gone');
        return;
      }
      service.moveContacts(change.contactTypes, change.toAccount);
      change.finish(this.clock.now());
      this.outbox.add(new ContactChangeDone(id));
      this.notify(change, 'done');
      const informed = change.parties.getItems().filter(({ mustAccept }) => !mustAccept);
      for (const { account } of informed) this.outbox.add(new ContactNoticeDue(id, account, 'moved'));
      this.record(change, 'apply');
    });
  }

  /** Ends a change whose time is up. */
  async expire(id: number): Promise<void> {
    await this.step(id, 'expire', (change) => {
      if (change.expiresAt > this.clock.now()) return;
      const mailed = change.state === 'validatingByCustomers';
      change.expire(this.clock.now());
      this.outbox.add(new ContactChangeExpired(id));
      if (mailed) this.notify(change, 'expired');
      this.record(change, 'expire');
    });
  }

  /** Mails those who have not answered once more, with a fresh token; once per change. */
  async remind(id: number): Promise<void> {
    await this.step(id, 'complete', (change) => {
      if (change.remindedAt !== null) return;
      change.remind(this.clock.now());
      for (const { account } of change.awaited) this.outbox.add(new ContactTokenDue(id, account, 'reminder'));
    });
  }

  /** Runs `act` on the locked change if its state still allows the verb. */
  private async step(
    id: number,
    verb: ChangeVerb,
    act: (change: ContactChange) => void | Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(async () => {
      const change = await this.em.findOne(ContactChange, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!change?.can(verb)) return;
      await change.parties.init();
      await act(change);
    });
  }

  private async look(change: ContactChange): Promise<{ obstacle: ChangeFailure | undefined; service: Service | null }> {
    const service = await this.services.lock({ id: change.serviceId });
    const accounts = await this.accounts.facts([change.askingAccount, change.fromAccount, change.toAccount]);
    return { obstacle: change.obstacle(service ?? undefined, accounts), service };
  }

  private fail(change: ContactChange, reason: ChangeFailure): void {
    change.fail(reason, this.clock.now());
    this.outbox.add(new ContactChangeFailed(change.id));
    this.notify(change, 'failed');
    this.record(change, 'fail');
  }

  private notify(change: ContactChange, notice: Notice): void {
    for (const { account } of change.deciders) this.outbox.add(new ContactNoticeDue(change.id, account, notice));
  }

  private record({ id, askingAccount, contactTypes }: ContactChange, verb: string): void {
    this.audit.record({
      account: askingAccount,
      action: `contacts.${verb}`,
      object: `contact-change ${String(id)}`,
      keys: ['state', ...contactTypes],
    });
  }
}
