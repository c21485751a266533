import type { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { LongPipe } from '../../platform/http/validation.js';
import { AnswersList } from '../../platform/lists/answers-list.decorator.js';
import { type ListRequest, Paging } from '../../platform/lists/list-request.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { ContactChangesQuery, ContactChangeView, TokenBody } from './contact-changes.dto.js';
import { CONTACT_CHANGES } from './contact-changes.list.js';
import { ContactChangesService } from './contact-changes.service.js';
import { contactErrors } from './contacts.errors.js';
import { AskerOfChange, PartyOfChange } from './party-of-change.rule.js';

const NamesChange = (): MethodDecorator =>
  ApiParam({ name: 'id', type: Number, description: 'Number of the contact change.', example: 42 });

@ApiTags('Contact changes')
@Controller('1.0/me/task/contactChange')
export class ContactChangesController {
  constructor(private readonly changes: ContactChangesService) {}

  /**
   * List the contact changes in which you are involved
   * @remarks Those that you asked for, those that need your answer, and those that took a role from you once they are done. Answers numbers in order of request, or whole changes when a pagination mode is asked for.
   */
  @Get()
  @Requires('read')
  @AnswersList(ContactChangeView, CONTACT_CHANGES)
  list(
    @Me() { account }: Principal,
    @Query() query: ContactChangesQuery,
    @Paging() request: ListRequest,
  ): Promise<ContactChangeView[] | (string | number)[] | Readable> {
    return this.changes.list(account, request, query.filters());
  }

  /**
   * Get a contact change
   * @remarks With whose answers are needed and which were given. Looking at it changes nothing.
   */
  @Get(':id')
  @NamesChange()
  @Requires('read', PartyOfChange)
  @Fails(httpErrors.invalidFields, contactErrors.changeNotFound)
  get(@Me() { account }: Principal, @Param('id', LongPipe) id: number): Promise<ContactChangeView> {
    return this.changes.get(account, id);
  }

  /**
   * Accept a contact change
   * @remarks Needs the code of the last mail that your account was sent for it. When everybody who has to has accepted, the contacts move within a second.
   */
  @Post(':id/accept')
  @NamesChange()
  @Requires('write', PartyOfChange)
  @Fails(httpErrors.invalidFields, contactErrors.invalidToken, contactErrors.changeNotFound, contactErrors.notPossible)
  accept(@Me() { account }: Principal, @Param('id', LongPipe) id: number, @Body() { token }: TokenBody): Promise<void> {
    return this.changes.answer(account, id, token, 'accept');
  }

  /**
   * Refuse a contact change
   * @remarks Needs the code of the last mail that your account was sent for it. One refusal ends the change.
   */
  @Post(':id/refuse')
  @NamesChange()
  @Requires('write', PartyOfChange)
  @Fails(httpErrors.invalidFields, contactErrors.invalidToken, contactErrors.changeNotFound, contactErrors.notPossible)
  refuse(@Me() { account }: Principal, @Param('id', LongPipe) id: number, @Body() { token }: TokenBody): Promise<void> {
    return this.changes.answer(account, id, token, 'refuse');
  }

  /**
   * Cancel a contact change that you asked for
   * @remarks Possible until everybody has accepted. The other party is told.
   */
  @Post(':id/cancel')
  @NamesChange()
  @Requires('write', AskerOfChange)
  @Fails(httpErrors.invalidFields, contactErrors.notAskedByYou, contactErrors.changeNotFound, contactErrors.notPossible)
  cancel(@Me() { account }: Principal, @Param('id', LongPipe) id: number): Promise<void> {
    return this.changes.cancel(account, id);
  }

  /**
   * Have the mail with your code sent again
   * @remarks With a new code; the old one stops working at once. Once a minute, five times a day.
   */
  @Post(':id/resendEmail')
  @NamesChange()
  @Requires('write', PartyOfChange)
  @Fails(
    httpErrors.invalidFields,
    contactErrors.changeNotFound,
    contactErrors.notPossible,
    contactErrors.alreadyAnswered,
    contactErrors.resendTooSoon,
    contactErrors.resendTooOften,
  )
  resend(@Me() { account }: Principal, @Param('id', LongPipe) id: number): Promise<void> {
    return this.changes.resend(account, id);
  }
}
