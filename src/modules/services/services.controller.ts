import type { Readable } from 'node:stream';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { LongPipe } from '../../platform/http/validation.js';
import { AnswersList } from '../../platform/lists/answers-list.decorator.js';
import { type ListRequest, Paging } from '../../platform/lists/list-request.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { ServiceView } from './services.dto.js';
import { serviceErrors } from './services.errors.js';
import { SERVICES } from './services.list.js';
import { ServicesQuery } from './services-query.dto.js';
import { ServicesService } from './services.service.js';

@ApiTags('Services')
@Controller('1.0/services')
export class ServicesController {
  constructor(private readonly services: ServicesService) {}

  /**
   * List the services of which you are a contact
   * @remarks Answers numbers in order of registration, or whole services when a pagination mode is asked for.
   */
  @Get()
  @Requires('read')
  @AnswersList(ServiceView, SERVICES)
  list(
    @Me() { account }: Principal,
    @Query() query: ServicesQuery,
    @Paging() request: ListRequest,
  ): Promise<ServiceView[] | (string | number)[] | Readable> {
    return this.services.list(account, request, query.filters());
  }

  /**
   * Get a service
   * @remarks With its three contacts, and those of them that your account holds.
   */
  @Get(':serviceId')
  @ApiParam({ name: 'serviceId', type: Number, description: 'Number of the service.', example: 12345 })
  @Requires('read')
  @Fails(serviceErrors.notFound)
  get(@Me() { account }: Principal, @Param('serviceId', LongPipe) serviceId: number): Promise<ServiceView> {
    return this.services.get(account, serviceId);
  }
}
