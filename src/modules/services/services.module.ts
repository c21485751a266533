import { Module } from '@nestjs/common';
import { contactOfServiceRule } from './contact-of-service.rule.js';
import { serviceInfosController } from './service-infos.controller.js';
import { SERVICE_PATHS } from './service-paths.js';
import { ServicesController } from './services.controller.js';
import { ServicesService } from './services.service.js';

/** Each type of service with the rule that guards its routes; other modules hang their own routes below the same paths. */
export const GUARDED_SERVICE_PATHS = SERVICE_PATHS.map((service) => ({ service, rule: contactOfServiceRule(service) }));

@Module({
  controllers: [
    ServicesController,
    ...GUARDED_SERVICE_PATHS.map(({ service, rule }) => serviceInfosController(service, rule)),
  ],
  providers: [ServicesService, ...GUARDED_SERVICE_PATHS.map(({ rule }) => rule)],
  exports: [ServicesService],
})
export class ServicesModule {}
