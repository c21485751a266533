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
import { CreateGroupBody, GroupUserBody, GroupView, UpdateGroupBody } from './identity-groups.dto.js';
import { GROUPS } from './identity-groups.list.js';
import { IdentityGroupsService } from './identity-groups.service.js';
import { UserView } from './identity-users.dto.js';
import { USERS_OF_GROUP } from './identity-users.list.js';

const NamesGroup = (): MethodDecorator =>
  ApiParam({ name: 'group', description: 'Name of the group.', example: 'web-sites' });

@ApiTags('Groups')
@Controller('1.0/me/identity/group')
export class IdentityGroupsController {
  constructor(private readonly groups: IdentityGroupsService) {}

  /**
   * List the groups of your account
   * @remarks Answers names in order of creation, or whole groups when a pagination mode is asked for. `ADMIN`, `DEFAULT` and `UNPRIVILEGED` are in every account.
   */
  @Get()
  @Requires('read')
  @AnswersList(GroupView, GROUPS)
  list(@Me() me: Principal, @Paging() request: ListRequest): Promise<GroupView[] | (string | number)[] | Readable> {
    return this.groups.list(me, request);
  }

  /**
   * Create a group
   * @remarks Its users get its role, unless another of their groups gives more. The role can be no higher than your own.
   */
  @Post()
  @Requires('manage-users')
  @Fails(httpErrors.invalidFields, accountErrors.aboveYourself, accountErrors.groupNameTaken)
  create(@Me() me: Principal, @Body() body: CreateGroupBody): Promise<GroupView> {
    return this.groups.create(me, body);
  }

  /**
   * Get a group
   * @remarks Upper and lower case of the name make no difference.
   */
  @Get(':group')
  @NamesGroup()
  @Requires('read')
  @Fails(accountErrors.noSuchGroup)
  get(@Me() me: Principal, @Param('group', TextPipe) group: string): Promise<GroupView> {
    return this.groups.get(me, group);
  }

  /**
   * Change a group
   * @remarks Only the fields given are changed; the name stays. A new role is that of all users of the group at once, in sessions that are open, too.
   */
  @Put(':group')
  @NamesGroup()
  @Requires('manage-users')
  @Fails(httpErrors.invalidFields, accountErrors.noSuchGroup, accountErrors.aboveYourself, accountErrors.defaultGroup)
  edit(@Me() me: Principal, @Param('group', TextPipe) group: string, @Body() body: UpdateGroupBody): Promise<void> {
    return this.groups.edit(me, group, body);
  }

  /**
   * Delete a group
   * @remarks Possible once no user is in it any more, as their main group or besides.
   */
  @Delete(':group')
  @NamesGroup()
  @Requires('manage-users')
  @Fails(
    accountErrors.noSuchGroup,
    accountErrors.aboveYourself,
    accountErrors.defaultGroup,
    accountErrors.groupHasUsers,
  )
  delete(@Me() me: Principal, @Param('group', TextPipe) group: string): Promise<void> {
    return this.groups.delete(me, group);
  }

  /**
   * List the users of a group
   * @remarks Those whose main group it is and those who are in it besides. Answers logins in order of creation, or whole users when a pagination mode is asked for.
   */
  @Get(':group/user')
  @NamesGroup()
  @Requires('read')
  @AnswersList(UserView, USERS_OF_GROUP)
  @Fails(accountErrors.noSuchGroup)
  users(
    @Me() me: Principal,
    @Param('group', TextPipe) group: string,
    @Paging() request: ListRequest,
  ): Promise<UserView[] | (string | number)[] | Readable> {
    return this.groups.users(me, group, request);
  }

  /**
   * Put a user into a group
   * @remarks Besides the main group, which stays. The user has the highest role of all groups, at once.
   */
  @Post(':group/user')
  @NamesGroup()
  @Requires('manage-users')
  @Fails(
    httpErrors.invalidFields,
    accountErrors.loginUnknown,
    accountErrors.noSuchGroup,
    accountErrors.aboveYourself,
    accountErrors.alreadyInGroup,
  )
  addUser(
    @Me() me: Principal,
    @Param('group', TextPipe) group: string,
    @Body() { login }: GroupUserBody,
  ): Promise<void> {
    return this.groups.addUser(me, group, login);
  }

  /**
   * Take a user out of a group
   * @remarks What the group gave the user ends at once. The main group of a user is changed with `PUT /me/identity/user/{user}` instead.
   */
  @Delete(':group/user/:user')
  @NamesGroup()
  @ApiParam({ name: 'user', description: "What stands behind the slash of the user's login.", example: 'john.smith' })
  @Requires('manage-users')
  @Fails(accountErrors.noSuchGroup, accountErrors.notInGroup, accountErrors.aboveYourself, accountErrors.mainGroup)
  removeUser(
    @Me() me: Principal,
    @Param('group', TextPipe) group: string,
    @Param('user', TextPipe) user: string,
  ): Promise<void> {
    return this.groups.removeUser(me, group, user);
  }
}
