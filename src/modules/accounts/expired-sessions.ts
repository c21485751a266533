import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PeriodicTasks } from '../../platform/periodic/periodic-tasks.js';
import { Session } from './session.entity.js';

const HOUR_MS = 3_600_000;

/** Sessions that have ended by themselves are of no more use to anybody. */
@Injectable()
export class ExpiredSessions {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    tasks: PeriodicTasks,
  ) {
    tasks.add('expired sessions', HOUR_MS, () => this.remove());
  }

  async remove(): Promise<void> {
    await this.unitOfWork.run(() => this.em.nativeDelete(Session, { expiresAt: { $lt: this.clock.now() } }));
  }
}
