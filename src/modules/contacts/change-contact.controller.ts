import { Body, Controller, Param, Post, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { TextPipe } from '../../platform/http/validation.js';
import { type AccessRule, Me, type Principal, Requires } from '../rbac/index.js';
import { named, routeOf, serviceErrors, type ServicePath } from '../services/index.js';
import { ChangeContactBody } from './contact-changes.dto.js';
import { ContactRequestsService } from './contact-requests.service.js';
import { contactErrors } from './contacts.errors.js';

/** `changeContact` below the path of one type of service. */
export function changeContactController(service: ServicePath, rule: Type<AccessRule>): Type {
  const { route, parameter } = routeOf(service);

  @ApiTags('Contact changes')
  @ApiParam({ name: parameter, description: 'Name of the service.', example: 'example.com' })
  @Controller(`${route}/changeContact`)
  class ChangeContactController {
    constructor(private readonly requests: ContactRequestsService) {}

    /**
     * Ask for the contacts of a service to be changed
     * @remarks The admin contact may ask for every contact, a technical or billing contact for its own successor. You and the new contact are each mailed a code and must both accept; whoever takes a contact for themselves accepts alone. Answers the numbers of the contact changes, one for each pair of present and new contact.
     */
    @Post()
    @Requires('write', rule)
    @ApiOkResponse({ schema: { type: 'array', items: { type: 'integer', format: 'int64' }, example: [42] } })
    @Fails(
      httpErrors.invalidFields,
      contactErrors.nothingToChange,
      contactErrors.roleNotYours,
      serviceErrors.notFound,
      contactErrors.accountNotFound,
      contactErrors.unpaidInvoices,
      contactErrors.alreadyOpen,
    )
    ask(
      @Me() { account }: Principal,
      @Param(parameter, TextPipe) name: string,
      @Body() body: ChangeContactBody,
    ): Promise<number[]> {
      return this.requests.ask(account, service.type, name, body);
    }
  }
  return named(ChangeContactController, service);
}
