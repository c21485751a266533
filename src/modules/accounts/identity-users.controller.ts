import type { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { TextPipe } from '../../platform/http/validation.js';
import { AnswersList } from '../../platform/lists/answers-list.decorator.js';
import { type ListRequest, Paging } from '../../platform/lists/list-request.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { IdentityUserChangesService } from './identity-user-changes.service.js';
import { CreateUserBody, ResetPasswordBody, UpdateUserBody, UserView } from './identity-users.dto.js';
import { USERS } from './identity-users.list.js';
import { IdentityUsersService } from './identity-users.service.js';

const NamesUser = (): MethodDecorator =>
  ApiParam({ name: 'user', description: "What stands behind the slash of the user's login.", example: 'john.smith' });

@ApiTags('Users')
@Controller('1.0/me/identity/user')
export class IdentityUsersController {
  constructor(
    private readonly users: IdentityUsersService,
    private readonly changes: IdentityUserChangesService,
  ) {}

  /**
   * List the users of your account
   * @remarks Answers logins in order of creation, or whole users when a pagination mode is asked for. The holder is not in the list.
   */
  @Get()
  @Requires('read')
  @AnswersList(UserView, USERS)
  list(@Me() me: Principal, @Paging() request: ListRequest): Promise<UserView[] | (string | number)[] | Readable> {
    return this.users.list(me, request);
  }

  /**
   * Create a user
   * @remarks With a password, the user signs in with it once and must then choose another. Without, an invitation with a link that works once, for 24 hours, goes to the address given.
   */
  @Post()
  @Requires('manage-users')
  @Fails(
    httpErrors.invalidFields,
    accountErrors.groupNotFound,
    accountErrors.weakPassword,
    accountErrors.emailOrPasswordNeeded,
    accountErrors.aboveYourself,
    accountErrors.loginTaken,
  )
  create(@Me() me: Principal, @Body() body: CreateUserBody): Promise<void> {
    return this.users.create(me, body);
  }

  /**
   * Get a user
   * @remarks Upper and lower case of the login make no difference.
   */
  @Get(':user')
  @NamesUser()
  @Requires('read')
  @Fails(accountErrors.userNotFound)
  get(@Me() me: Principal, @Param('user', TextPipe) user: string): Promise<UserView> {
    return this.users.get(me, user);
  }

  /**
   * Change a user
   * @remarks Only the fields given are changed; those that cannot be changed, such as the login, are ignored. A change of the group takes effect in sessions that are open, too.
   */
  @Put(':user')
  @NamesUser()
  @Requires('manage-users')
  @Fails(
    httpErrors.invalidFields,
    accountErrors.groupNotFound,
    accountErrors.emailOrPasswordNeeded,
    accountErrors.userNotFound,
    accountErrors.aboveYourself,
  )
  edit(@Me() me: Principal, @Param('user', TextPipe) user: string, @Body() body: UpdateUserBody): Promise<void> {
    return this.changes.edit(me, user, body);
  }

  /**
   * Delete a user
   * @remarks The user's sessions end at once. The login may be given again later, to somebody new.
   */
  @Delete(':user')
  @NamesUser()
  @Requires('manage-users')
  @Fails(accountErrors.userNotFound, accountErrors.aboveYourself, accountErrors.ownUser)
  delete(@Me() me: Principal, @Param('user', TextPipe) user: string): Promise<void> {
    return this.changes.delete(me, user);
  }

  /**
   * Disable a user
   * @remarks The user's sessions end at once, and no new one can be opened until the user is enabled again.
   */
  @Post(':user/disable')
  @NamesUser()
  @Requires('manage-users')
  @Fails(accountErrors.userNotFound, accountErrors.aboveYourself, accountErrors.ownUser)
  disable(@Me() me: Principal, @Param('user', TextPipe) user: string): Promise<void> {
    return this.changes.disable(me, user);
  }

  /**
   * Enable a user
   * @remarks The user can sign in again, with the password from before.
   */
  @Post(':user/enable')
  @NamesUser()
  @Requires('manage-users')
  @Fails(accountErrors.userNotFound, accountErrors.aboveYourself)
  enable(@Me() me: Principal, @Param('user', TextPipe) user: string): Promise<void> {
    return this.changes.enable(me, user);
  }

  /**
   * Invite a user again
   * @remarks Mails a new link to a user who has not chosen a password yet; the old link stops working at once. Once a minute, five times a day.
   */
  @Post(':user/resendInvitation')
  @NamesUser()
  @Requires('manage-users')
  @Fails(
    accountErrors.userNotFound,
    accountErrors.aboveYourself,
    accountErrors.notAwaitingInvitation,
    accountErrors.mailTooSoon,
    accountErrors.mailTooOften,
  )
  resendInvitation(@Me() me: Principal, @Param('user', TextPipe) user: string): Promise<void> {
    return this.changes.resendInvitation(me, user);
  }

  /**
   * Have a user choose a new password
   * @remarks Mails a link that works once, for 24 hours. The present password works until then, unless `revoke` cuts it. Once a minute, five times a day.
   */
  @Post(':user/resetPassword')
  @NamesUser()
  @Requires('manage-users')
  @Fails(
    httpErrors.invalidFields,
    accountErrors.userNotFound,
    accountErrors.aboveYourself,
    accountErrors.noResetPossible,
    accountErrors.mailTooSoon,
    accountErrors.mailTooOften,
  )
  resetPassword(
    @Me() me: Principal,
    @Param('user', TextPipe) user: string,
    @Body() { revoke }: ResetPasswordBody,
  ): Promise<void> {
    return this.changes.resetPassword(me, user, revoke ?? false);
  }
}
