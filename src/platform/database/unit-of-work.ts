import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';

interface Unit {
  readonly afterCommit: Set<() => void>;
}

const units = new AsyncLocalStorage<Unit>();

/** True while a unit of work is open around the caller. */
export function insideUnitOfWork(): boolean {
  return units.getStore() !== undefined;
}

/**
 * One change = one transaction: what is changed, its events (outbox) and its audit events are written together or not
 * at all. Inside, the injected `EntityManager` is the transaction's own, in whatever class it is used.
 */
@Injectable()
export class UnitOfWork {
  constructor(private readonly em: EntityManager) {}

  /**
   * Runs `work` in a transaction (READ COMMITTED); joins the one around it, if any.
   * Never wait for anything but the database in here: the embedded engine has a single connection.
   *
   * @throws whatever `work` throws, after rolling back
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (insideUnitOfWork()) return work();
    const unit: Unit = { afterCommit: new Set() };
    const result = await units.run(unit, () => this.em.fork().transactional(() => work()));
    for (const act of unit.afterCommit) act();
    return result;
  }

  /** Calls `act` once when the unit around the caller is committed, however often the same function is handed in. */
  afterCommit(act: () => void): void {
    const unit = units.getStore();
    if (!unit) throw new Error('afterCommit() needs a unit of work around it');
    unit.afterCommit.add(act);
  }
}
