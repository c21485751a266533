import { Body, Controller, Get, Param, Put, type Type } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { TextPipe } from '../../platform/http/validation.js';
import { type AccessRule, Me, type Principal, Requires } from '../rbac/index.js';
import { type ServicePath, routeOf } from './service-paths.js';
import { ServiceInfosBody, ServiceInfosView } from './services.dto.js';
import { serviceErrors } from './services.errors.js';
import { ServicesService } from './services.service.js';

/** `serviceInfos` below the path of one type of service. */
export function serviceInfosController(service: ServicePath, rule: Type<AccessRule>): Type {
  const { route, parameter } = routeOf(service);

  @ApiTags('Services')
  @ApiParam({ name: parameter, description: 'Name of the service.', example: 'example.com' })
  @Controller(`${route}/serviceInfos`)
  class ServiceInfosController {
    constructor(private readonly services: ServicesService) {}

    /**
     * Get a service's information
     * @remarks Its contacts, how long it is paid for and how it is renewed.
     */
    @Get()
    @Requires('read', rule)
    @Fails(serviceErrors.notFound)
    get(@Me() { account }: Principal, @Param(parameter, TextPipe) name: string): Promise<ServiceInfosView> {
      return this.services.infos(account, service.type, name);
    }

    /**
     * Change how a service is renewed
     * @remarks For the admin and the billing contact. Everything else in the object is ignored: contacts are changed with `changeContact`.
     */
    @Put()
    @Requires('write', rule)
    @Fails(
      httpErrors.invalidFields,
      serviceErrors.notFound,
      serviceErrors.renewalNotYours,
      serviceErrors.renewPeriodNotPossible,
    )
    edit(
      @Me() { account }: Principal,
      @Param(parameter, TextPipe) name: string,
      @Body() body: ServiceInfosBody,
    ): Promise<void> {
      return this.services.edit(account, service.type, name, body);
    }
  }
  return named(ServiceInfosController, service);
}

/** Nest tells controllers apart by class; the name makes the OpenAPI operation ids differ, too. */
export function named(controller: Type, { type }: ServicePath): Type {
  const name = type.charAt(0).toUpperCase() + type.slice(1) + controller.name;
  return Object.defineProperty(controller, 'name', { value: name });
}
