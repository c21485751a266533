import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { currentCall } from '../context/call-context.js';
import { AuditEvent, type AuditFacts } from './audit-event.entity.js';

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
    const at = this.clock.now();
    this.em.persist(new AuditEvent({ account, at, action, object, keys, result, ...circumstances() }));
  }
}

/** Who did it, from where, in which call. */
function circumstances(): Pick<AuditFacts, 'actorAccount' | 'actorUser' | 'method' | 'application' | 'ip' | 'queryId'> {
  const { queryId = 'mandate.internal', ip, actor } = currentCall() ?? {};
  if (!actor) return { queryId, ip };
  const { account: actorAccount, user: actorUser, method, application } = actor;
  return { queryId, ip, actorAccount, actorUser, method, application };
}
