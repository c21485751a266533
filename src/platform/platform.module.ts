import type { EntityClass } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditTrail } from './audit/audit-trail.js';
import { Clock } from './clock/clock.js';
import { Env } from './config/env.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthController } from './health/health.controller.js';
import { Lists } from './lists/lists.js';
import { PeriodicTasks } from './periodic/periodic-tasks.js';

/** What every module may rely on; knows none of them. */
@Module({})
export class PlatformModule {
  static forRoot(env: Env, entities: readonly EntityClass<object>[]): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [DatabaseModule.forRoot(entities)],
      controllers: [HealthController],
      providers: [{ provide: Env, useValue: env }, Clock, AuditTrail, Lists, PeriodicTasks],
      exports: [Env, Clock, AuditTrail, Lists, PeriodicTasks],
    };
  }
}
