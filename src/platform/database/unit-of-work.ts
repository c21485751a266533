import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { insertOf } from './last-rows.js';
import { Database } from './orm.js';

interface Unit {
  readonly afterCommit: Set<() => void>;
  readonly lastRows: object[];
}

/** An empty identity map, as of a fork of its own, but without making two. */
const FRESH = { clear: true };

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
  constructor(
    private readonly em: EntityManager,
    private readonly database: Database,
  ) {}

  /**
   * Runs `work` in a transaction (READ COMMITTED); joins the one around it, if any.
   * Never wait for anything but the database in here: the embedded engine has a single connection.
   *
   * @throws whatever `work` throws, after rolling back
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (insideUnitOfWork()) return work();
    const unit: Unit = { afterCommit: new Set(), lastRows: [] };
    const result = await units.run(unit, () =>
      this.em.transactional(async (em) => {
        const done = await work();
        if (unit.lastRows.length > 0) await this.writeLastRows(em, unit.lastRows);
        return done;
      }, FRESH),
    );
    for (const act of unit.afterCommit) act();
    return result;
  }

  /**
   * Adds a row that the unit itself neither reads nor changes, such as an event on its way out. All such rows are written
   * in one statement, which takes the COMMIT along: what every change writes beside itself should not cost more than it.
   *
   * @param entity new, and of a class without relations; its key is its own or the database's
   */
  addLast(entity: object): void {
    this.current('addLast').lastRows.push(entity);
  }

  /** Calls `act` once when the unit around the caller is committed, however often the same function is handed in. */
  afterCommit(act: () => void): void {
    this.current('afterCommit').afterCommit.add(act);
  }

  private async writeLastRows(em: EntityManager, rows: readonly object[]): Promise<void> {
    await em.flush();
    const connection = em.getConnection();
    const { sql, values } = insertOf(rows, em);
    // The embedded engine takes one statement at a time, and there is no way to save.
    const text = this.database.engine ? sql : `${sql};commit`;
    await connection.execute(text, [...values], 'run', em.getTransactionContext());
  }

  private current(method: string): Unit {
    const unit = units.getStore();
    if (!unit) throw new Error(`${method}() needs a unit of work around it`);
    return unit;
  }
}
