import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { currentCall } from '../context/call-context.js';
import { AuditEvent } from './audit-event.entity.js';

export interface AuditEntry {
  /** Account whose trail it belongs to: the owner of the object, who need not be the one who acts. */
  readonly account: string;
  /** `<module>.<verb>`. */
  readonly action: string;
  readonly object: string;
  /** Names of the changed fields. */
  readonly keys?: readonly string[];
  /** Code of the error that refused it; `done` when there was none. */
  readonly result?: string;
}

/** Writes the audit trail inside the unit of work of the change itself: neither exists without the other. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  record({ account, action, object, keys = [], result = 'done' }: AuditEntry): void {
    const call = currentCall();
    this.em.persist(
      new AuditEvent({
        account,
        at: this.clock.now(),
        actorAccount: call?.actor?.account,
        actorUser: call?.actor?.user,
        method: call?.actor?.method,
        application: call?.actor?.application,
        ip: call?.ip,
        action,
        object,
        keys,
        queryId: call?.queryId ?? 'mandate.internal',
        result,
      }),
    );
  }
}
