import type { Readable } from 'node:stream';
import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { LongPipe } from '../../platform/http/validation.js';
import { AnswersList } from '../../platform/lists/answers-list.decorator.js';
import { type ListRequest, Paging } from '../../platform/lists/list-request.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { SessionView } from './own-sessions.dto.js';
import { SESSIONS } from './own-sessions.list.js';
import { OwnSessionsService } from './own-sessions.service.js';

const NamesSession = (): MethodDecorator =>
  ApiParam({ name: 'id', type: Number, description: 'Number of the session.', example: 42 });

@ApiTags('Sessions')
@Controller('1.0/me/session')
export class OwnSessionsController {
  constructor(private readonly sessions: OwnSessionsService) {}

  /**
   * List your open sessions
   * @remarks Those of the login that you are signed in with, and of nobody else. Answers numbers in order of signing in, or whole sessions when a pagination mode is asked for.
   */
  @Get()
  @Requires('self')
  @AnswersList(SessionView, SESSIONS)
  list(@Me() me: Principal, @Paging() request: ListRequest): Promise<SessionView[] | (string | number)[] | Readable> {
    return this.sessions.list(me, request);
  }

  /**
   * Get one of your open sessions
   * @remarks When and from where it was opened, and whether it is the one of this call.
   */
  @Get(':id')
  @NamesSession()
  @Requires('self')
  @Fails(httpErrors.invalidFields, accountErrors.sessionNotFound)
  get(@Me() me: Principal, @Param('id', LongPipe) id: number): Promise<SessionView> {
    return this.sessions.get(me, id);
  }

  /**
   * End one of your sessions
   * @remarks At once and everywhere. Ending the one of this call is signing out.
   */
  @Delete(':id')
  @NamesSession()
  @Requires('self')
  @Fails(httpErrors.invalidFields, accountErrors.sessionNotFound)
  revoke(@Me() me: Principal, @Param('id', LongPipe) id: number): Promise<void> {
    return this.sessions.revoke(me, id);
  }
}
