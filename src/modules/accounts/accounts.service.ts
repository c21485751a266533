import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Recipient } from '../../platform/mail/mailer.js';
import {
  Account,
  type AccountChanges,
  type AccountLanguage,
  mailLanguageOf,
  type OpenAccount,
} from './account.entity.js';
import { IdentityGroup } from './identity-group.entity.js';

const RECIPIENT = { name: 'account recipient', text: 'select email, language from account where nichandle = $1' };

/** What is known of an account by those who only need to deal with it. */
export interface AccountFacts {
  readonly nichandle: string;
  readonly complete: boolean;
  readonly unpaidInvoices: number;
}

/** Accounts, for their holders and for the modules that stand on this one. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Opens an account with its three default groups; no password yet. */
  async open(account: OpenAccount): Promise<void> {
    await this.unitOfWork.run(async () => {
      const now = this.clock.now();
      // The groups refer to the account by its name, which the ORM does not see as a reference.
      await this.em.persist(Account.open(account, now)).flush();
      this.em.persist(IdentityGroup.defaultsOf(account.nichandle, now));
      this.audit.record({
        account: account.nichandle,
        action: 'accounts.open',
        object: `account ${account.nichandle}`,
      });
    });
  }

  get(nichandle: string): Promise<Account> {
    return this.unitOfWork.run(() => this.em.findOneOrFail(Account, { nichandle }));
  }

  async edit(nichandle: string, changes: AccountChanges): Promise<void> {
    await this.unitOfWork.run(async () => {
      const account = await this.em.findOneOrFail(Account, { nichandle });
      const keys = account.edit(definedOf(changes));
      if (keys.length > 0)
        this.audit.record({ account: nichandle, action: 'accounts.edit', object: `account ${nichandle}`, keys });
    });
  }

  /**
   * What a change that involves accounts needs to know of them; reads inside the unit of work around it.
   *
   * @returns the accounts that exist, by nichandle
   */
  async facts(nichandles: readonly string[]): Promise<ReadonlyMap<string, AccountFacts>> {
    const accounts = await this.em.find(Account, { nichandle: { $in: [...new Set(nichandles)] } });
    return new Map(
      accounts.map(({ nichandle, complete, unpaidInvoices }) => [nichandle, { nichandle, complete, unpaidInvoices }]),
    );
  }

  /** Where mails to an account go, and in which language. Not for use inside a unit of work. */
  async recipientOf(nichandle: string): Promise<Recipient> {
    const row = await this.reader.first<{ email: string; language: AccountLanguage }>(RECIPIENT, [nichandle]);
    if (!row) throw new Error(`There is no account ${nichandle}`);
    return { account: nichandle, email: row.email, language: mailLanguageOf(row.language) };
  }
}

/** A field that was not sent is not in the body's class at all, or is there as undefined. */
const definedOf = (changes: AccountChanges): AccountChanges =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
