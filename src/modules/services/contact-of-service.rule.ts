import { Injectable, type Type } from '@nestjs/common';
import { AccessRule, type Principal, type RouteParams, type Verdict } from '../rbac/index.js';
import { type ServicePath, routeOf } from './service-paths.js';
import { serviceErrors } from './services.errors.js';
import { ServicesService } from './services.service.js';

/** The rule for one type of service: the caller's account must be one of its contacts. */
export function contactOfServiceRule(service: ServicePath): Type<AccessRule> {
  const { parameter } = routeOf(service);

  @Injectable()
  class ContactOfService extends AccessRule {
    constructor(private readonly services: ServicesService) {
      super();
    }

    async decide({ account }: Principal, params: RouteParams): Promise<Verdict> {
      const name = params[parameter] ?? '';
      const found = await this.services.find(account, service.type, name);
      if (!found) {
        const error = serviceErrors.notFound(name);
        return { allowed: false, rule: 'contact role', explanation: error.message, error };
      }
      return { allowed: true, rule: 'contact role', explanation: `${account} is ${found.roles.join(', ')} of ${name}` };
    }
  }
  return ContactOfService;
}
