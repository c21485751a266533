import { EntityManager } from '@mikro-orm/core';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Principal } from '../rbac/index.js';

const CHANNEL = 'mandate_access';
const MOST_ENTRIES = 50_000;

interface Entry {
  readonly principal: Principal;
  readonly expiresAt: number;
}

/**
 * Who stands behind a session, remembered so that a request costs no query. Whatever changes a right says so in its own
 * transaction: at commit every process, this one included, forgets the account (product §1.6).
 */
@Injectable()
export class AccessCache implements OnModuleInit {
  private readonly entries = new Map<string, Entry>();
  private readonly byAccount = new Map<string, Set<string>>();
  /** Grows with every change heard of: what was read before a change must not be remembered after it. */
  private epoch = 0;

  constructor(
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly em: EntityManager,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.notifications.listen(CHANNEL, (account) => {
      if (account === undefined) this.forgetAll();
      else this.forget(account);
    });
  }

  /**
   * @param key digest of the credential
   * @param nowMs milliseconds since 1970
   * @param load reads the principal and the moment (ms since 1970) at which the credential ends
   */
  async principal(key: string, nowMs: number, load: () => Promise<Entry | undefined>): Promise<Principal | undefined> {
    const known = this.entries.get(key);
    if (known && known.expiresAt > nowMs) return known.principal;
    const { epoch } = this;
    const entry = await load();
    if (entry && epoch === this.epoch && this.notifications.listening) this.keep(key, entry);
    return entry?.principal;
  }

  /** Call it inside the unit of work that changes a right of this account or of its users. */
  async changed(account: string): Promise<void> {
    await this.notifications.notify(this.em, CHANNEL, account);
    this.unitOfWork.afterCommit(() => {
      this.forget(account);
    });
  }

  private keep(key: string, entry: Entry): void {
    if (this.entries.size >= MOST_ENTRIES) this.forgetAll();
    this.entries.set(key, entry);
    const { account } = entry.principal;
    const keys = this.byAccount.get(account) ?? new Set();
    this.byAccount.set(account, keys.add(key));
  }

  private forget(account: string): void {
    this.epoch += 1;
    for (const key of this.byAccount.get(account) ?? []) this.entries.delete(key);
    this.byAccount.delete(account);
  }

  private forgetAll(): void {
    this.epoch += 1;
    this.entries.clear();
    this.byAccount.clear();
  }
}
