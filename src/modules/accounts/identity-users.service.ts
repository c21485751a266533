import type { Readable } from 'node:stream';
import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Principal } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { UserCreated, UserInvited } from './accounts.events.js';
import { DefaultGroups } from './default-groups.js';
import { GROUP_OF_NEW_USERS, type IdentityGroup } from './identity-group.entity.js';
import { IdentityUser } from './identity-user.entity.js';
import { type CreateUserBody, type UserRow, UserView } from './identity-users.dto.js';
import { USER, USERS } from './identity-users.list.js';
import { hashPassword } from './password.js';
import { PasswordPolicy } from './password-policy.js';

/** The sub-users of the caller's account: who they are, and new ones. */
@Injectable()
export class IdentityUsersService {
  // eslint-disable-next-line house/few-parameters -- reads and writes of one resource; split, half would be passed on
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly groups: DefaultGroups,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly policy: PasswordPolicy,
    private readonly clock: Clock,
  ) {}

  list({ account }: Principal, request: ListRequest): Promise<UserView[] | (string | number)[] | Readable> {
    return this.lists.answer(USERS, [account], request);
  }

  /** @throws `accounts.user-not-found` */
  async get({ account }: Principal, login: string): Promise<UserView> {
    const row = await this.reader.first<UserRow>(USER, [account, login]);
    if (!row) throw accountErrors.userNotFound(login);
    return new UserView(row);
  }

  /**
   * Creates a user, by invitation when no password is given.
   *
   * @throws `accounts.login-taken`, `accounts.group-not-found`, `accounts.weak-password`, `accounts.above-yourself`,
   * `accounts.email-or-password-needed`
   */
  async create(me: Principal, body: CreateUserBody): Promise<void> {
    const passwordHash = await this.firstPasswordHash(me, body);
    const { login, email = null, description, group: groupName } = body;
    try {
      await this.unitOfWork.run(async () => {
        const group = await this.group(me.account, groupName ?? GROUP_OF_NEW_USERS);
        const user = IdentityUser.create(
          me.standing,
          group,
          { login, email, description: description ?? '', ...(passwordHash === undefined ? {} : { passwordHash }) },
          this.clock.now(),
        );
        await this.em.persist(user).flush();
        this.outbox.add(
          passwordHash === undefined ? new UserInvited(user.id, me.user?.login) : new UserCreated(user.id),
        );
        const keys = ['login', 'email', 'description', 'group'];
        this.audit.record({ account: me.account, action: 'users.create', object: `user ${login}`, keys });
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw accountErrors.loginTaken(login);
      throw error;
    }
  }

  private async group(account: string, name: string): Promise<IdentityGroup> {
    const group = await this.groups.find(account, name);
    if (!group) throw accountErrors.groupNotFound(name);
    return group;
  }

  private async firstPasswordHash(
    me: Principal,
    { login, email, password }: CreateUserBody,
  ): Promise<string | undefined> {
    if (password == null) return undefined;
    await this.policy.check('password', password, [login, email ?? null, me.account]);
    return hashPassword(password);
  }
}
