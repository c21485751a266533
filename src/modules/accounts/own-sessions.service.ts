import type { Readable } from 'node:stream';
import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { type SessionRow, SessionView } from './own-sessions.dto.js';
import { SESSION, sessionsSeenFrom } from './own-sessions.list.js';
import { Session } from './session.entity.js';

/** The sessions of the caller's own login, and of nobody else. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly cache: AccessCache,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  list(me: Principal, request: ListRequest): Promise<SessionView[] | (string | number)[] | Readable> {
    return this.lists.answer(sessionsSeenFrom(me.sessionId), this.scopeOf(me), request);
  }

  /** @throws `accounts.session-not-found` */
  async get(me: Principal, id: number): Promise<SessionView> {
    const row = await this.reader.first<SessionRow>(SESSION, [...this.scopeOf(me), id]);
    if (!row) throw accountErrors.sessionNotFound(id);
    return new SessionView(row, me.sessionId);
  }

  /**
   * Ends a session at once and everywhere.
   *
   * @throws `accounts.session-not-found`
   */
  async revoke({ account, user }: Principal, id: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const ended = await this.em.nativeDelete(Session, { id, account, userId: user?.id ?? null });
      if (ended === 0) throw accountErrors.sessionNotFound(id);
      this.audit.record({ account, action: 'sessions.revoke', object: `session ${String(id)}` });
      await this.cache.changed(account);
    });
  }

  private scopeOf({ account, user }: Principal): readonly unknown[] {
    return [account, user?.id ?? 0, this.clock.now().toISOString()];
  }
}
