import type { Readable } from 'node:stream';
import { EntityManager, LockMode, raw, UniqueConstraintViolationException } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { UserCreated, UserInvited } from './accounts.events.js';
import { DefaultGroups } from './default-groups.js';
import { GROUP_OF_NEW_USERS, IdentityGroup } from './identity-group.entity.js';
import { IdentityUser } from './identity-user.entity.js';
import { type CreateUserBody, type UserRow, UserView } from './identity-users.dto.js';
import { USER, USERS } from './identity-users.list.js';
import { hashPassword, weaknessOf } from './password.js';
import { Session } from './session.entity.js';

/** The sub-users of the caller's account. */
@Injectable()
export class IdentityUsersService {
  // eslint-disable-next-line house/few-parameters -- reads and writes of one resource; split, half would be passed on
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly cache: AccessCache,
    private readonly groups: DefaultGroups,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
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
        this.record(me, 'users.create', login, ['login', 'email', 'description', 'group']);
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw accountErrors.loginTaken(login);
      throw error;
    }
  }

  /** @throws `accounts.user-not-found`, `accounts.above-yourself` */
  enable(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.enable', login, (user, now) => {
      user.enable(me.standing, now);
    });
  }

  /**
   * Ends the user's sessions at once.
   *
   * @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.own-user`
   */
  disable(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.disable', login, async (user, now) => {
      if (user.id === me.user?.id) throw accountErrors.ownUser();
      user.disable(me.standing, now);
      await this.em.nativeDelete(Session, { account: me.account, userId: user.id });
    });
  }

  /** @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.own-user` */
  delete(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.delete', login, (user) => {
      if (user.id === me.user?.id) throw accountErrors.ownUser();
      user.mustBeWithinReachOf(me.standing);
      this.em.remove(user);
    });
  }

  private async change(
    me: Principal,
    action: string,
    login: string,
    act: (user: IdentityUser, now: Date) => void | Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await this.locked(me.account, login);
      await act(user, this.clock.now());
      this.record(me, action, user.login, ['status']);
      await this.cache.changed(me.account);
    });
  }

  /** Logins differ in case for nobody, and the unique index knows it. */
  private async locked(account: string, login: string): Promise<IdentityUser> {
    const named = { account, [raw('lower(login)')]: login.toLowerCase() };
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const user = await this.em.findOne(IdentityUser, named, { lockMode, populate: ['group'], strategy: 'select-in' });
    if (!user) throw accountErrors.userNotFound(login);
    return user;
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
    const weakness = weaknessOf(password, [login, email ?? null, me.account]);
    if (weakness) throw accountErrors.weakPassword('password', weakness);
    return hashPassword(password);
  }

  private record({ account }: Principal, action: string, login: string, keys: readonly string[]): void {
    this.audit.record({ account, action, object: `user ${login}`, keys });
  }
}
