import type { Readable } from 'node:stream';
import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { groupInUse, groupToChange, userToChange } from './identity.queries.js';
import { IdentityGroup } from './identity-group.entity.js';
import { type CreateGroupBody, type GroupRow, GroupView, type UpdateGroupBody } from './identity-groups.dto.js';
import { GROUP, GROUPS } from './identity-groups.list.js';
import { IdentityUser } from './identity-user.entity.js';
import type { UserView } from './identity-users.dto.js';
import { USERS_OF_GROUP } from './identity-users.list.js';

/** The groups of the caller's account, and who is in them. */
@Injectable()
export class IdentityGroupsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly cache: AccessCache,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  list({ account }: Principal, request: ListRequest): Promise<GroupView[] | (string | number)[] | Readable> {
    return this.lists.answer(GROUPS, [account], request);
  }

  /** @throws `accounts.no-such-group` */
  async get({ account }: Principal, name: string): Promise<GroupView> {
    return new GroupView(await this.row(account, name));
  }

  /** @throws `accounts.above-yourself`, `accounts.group-name-taken` */
  async create(me: Principal, { name, role, description }: CreateGroupBody): Promise<GroupView> {
    const { account, standing } = me;
    const wanted = { account, name, role: role ?? 'NONE', description: description ?? null } as const;
    try {
      await this.unitOfWork.run(async () => {
        await this.em.persist(IdentityGroup.create(standing, wanted, this.clock.now())).flush();
        this.record(me, 'groups.create', `group ${name}`, ['name', 'role', 'description']);
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw accountErrors.groupNameTaken(name);
      throw error;
    }
    return this.get(me, name);
  }

  /**
   * Changes the fields given; a new role is that of all users of the group at once.
   *
   * @throws `accounts.no-such-group`, `accounts.default-group`, `accounts.above-yourself`
   */
  async edit(me: Principal, name: string, { role, description }: UpdateGroupBody): Promise<void> {
    await this.unitOfWork.run(async () => {
      const group = await this.toChange(me.account, name);
      const keys = group.edit(me.standing, { role: role ?? undefined, description }, this.clock.now());
      if (keys.length === 0) return;
      this.record(me, 'groups.edit', `group ${group.name}`, keys);
      await this.cache.changed(me.account);
    });
  }

  /** @throws `accounts.no-such-group`, `accounts.default-group`, `accounts.above-yourself`, `accounts.group-has-users` */
  async delete(me: Principal, name: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const group = await this.toChange(me.account, name);
      const main = await this.em.count(IdentityUser, { group });
      const besides = await this.em.count(IdentityUser, { extraGroups: group });
      group.mustBeDeletable(me.standing, main + besides);
      this.em.remove(group);
      this.record(me, 'groups.delete', `group ${group.name}`, []);
    });
  }

  /** @throws `accounts.no-such-group` */
  async users(
    { account }: Principal,
    name: string,
    request: ListRequest,
  ): Promise<UserView[] | (string | number)[] | Readable> {
    const { id } = await this.row(account, name);
    return this.lists.answer(USERS_OF_GROUP, [account, id], request);
  }

  /**
   * Puts a user into a group besides the main one.
   *
   * @throws `accounts.no-such-group`, `accounts.login-unknown`, `accounts.above-yourself`, `accounts.already-in-group`
   */
  async addUser(me: Principal, name: string, login: string): Promise<void> {
    await this.changeMembers(me, name, login, 'groups.add-user', (user, group) => {
      if (!user) throw accountErrors.loginUnknown(login);
      user.join(me.standing, group, this.clock.now());
    });
  }

  /**
   * Takes a user out of a group that is not the main one.
   *
   * @throws `accounts.no-such-group`, `accounts.not-in-group`, `accounts.main-group`, `accounts.above-yourself`
   */
  async removeUser(me: Principal, name: string, login: string): Promise<void> {
    await this.changeMembers(me, name, login, 'groups.remove-user', (user, group) => {
      if (!user) throw accountErrors.notInGroup(login, group.name);
      user.leave(me.standing, group, this.clock.now());
    });
  }

  private async changeMembers(
    me: Principal,
    name: string,
    login: string,
    action: string,
    act: (user: IdentityUser | null, group: IdentityGroup) => void,
  ): Promise<void> {
    await this.unitOfWork.run(async () => {
      // The user first, as everywhere: two who lock in different orders would wait for each other.
      const user = await userToChange(this.em, me.account, login);
      const group = await groupInUse(this.em, me.account, name);
      if (!group) throw accountErrors.noSuchGroup(name);
      act(user, group);
      this.record(me, action, `group ${group.name} user ${user?.login ?? login}`, ['groups']);
      await this.cache.changed(me.account);
    });
  }

  private async row(account: string, name: string): Promise<GroupRow> {
    const row = await this.reader.first<GroupRow>(GROUP, [account, name]);
    if (!row) throw accountErrors.noSuchGroup(name);
    return row;
  }

  private async toChange(account: string, name: string): Promise<IdentityGroup> {
    const group = await groupToChange(this.em, account, name);
    if (!group) throw accountErrors.noSuchGroup(name);
    return group;
  }

  private record({ account }: Principal, action: string, object: string, keys: readonly string[]): void {
    this.audit.record({ account, action, object, keys });
  }
}
