import type { Readable } from 'node:stream';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { LongPipe } from '../../platform/http/validation.js';
import { AnswersList } from '../../platform/lists/answers-list.decorator.js';
import { type ListRequest, Paging } from '../../platform/lists/list-request.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { AuditEventsQuery, AuditEventView } from './audit-events.dto.js';
import { AUDIT_EVENTS } from './audit-events.list.js';
import { AuditEventsService } from './audit-events.service.js';

@ApiTags('Audit')
@Controller('1.0/me/audit')
export class AuditEventsController {
  constructor(private readonly events: AuditEventsService) {}

  /**
   * List what was done on your account
   * @remarks Changes, sign-ins and what was refused, by whomever. Answers numbers, oldest first, or whole events when a pagination mode is asked for; with `X-Pagination-Sort-Order: DESC` the newest come first.
   */
  @Get()
  @Requires('read')
  @AnswersList(AuditEventView, AUDIT_EVENTS)
  list(
    @Me() { account }: Principal,
    @Query() query: AuditEventsQuery,
    @Paging() request: ListRequest,
  ): Promise<AuditEventView[] | (string | number)[] | Readable> {
    return this.events.list(account, request, query.filters());
  }

  /**
   * Get an event of the audit trail
   * @remarks Who did what to which object, from where, and with which result.
   */
  @Get(':id')
  @ApiParam({ name: 'id', type: Number, description: 'Number of the event.', example: 42 })
  @Requires('read')
  @Fails(httpErrors.invalidFields, accountErrors.auditEventNotFound)
  get(@Me() { account }: Principal, @Param('id', LongPipe) id: number): Promise<AuditEventView> {
    return this.events.get(account, id);
  }
}
