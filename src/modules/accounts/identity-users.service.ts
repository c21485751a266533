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
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { PasswordResetAsked, UserCreated, UserDisabled, UserInvited } from './accounts.events.js';
import { GROUP_OF_NEW_USERS, type IdentityGroup } from './identity-group.entity.js';
import { groupInUse, userToChange } from './identity.queries.js';
import { IdentityUser } from './identity-user.entity.js';
import { type CreateUserBody, type UpdateUserBody, type UserRow, UserView } from './identity-users.dto.js';
import { USER, USERS } from './identity-users.list.js';
import { hashPassword } from './password.js';
import { PasswordPolicy } from './password-policy.js';
import { Session } from './session.entity.js';

/** The sub-users of the caller's account. */
@Injectable()
export class IdentityUsersService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly cache: AccessCache,
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
        this.record(me, 'users.create', login, ['login', 'email', 'description', 'group']);
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw accountErrors.loginTaken(login);
      throw error;
    }
  }

  /**
   * Changes the fields given.
   *
   * @throws `accounts.user-not-found`, `accounts.group-not-found`, `accounts.above-yourself`,
   * `accounts.email-or-password-needed`
   */
  edit(me: Principal, login: string, { email, group: groupName, description }: UpdateUserBody): Promise<void> {
    return this.change(me, 'users.edit', login, async (user, now) => {
      const group = groupName == null ? undefined : await this.group(me.account, groupName);
      return user.edit(me.standing, { email, group, description: description ?? undefined }, now);
    });
  }

  /** @throws `accounts.user-not-found`, `accounts.above-yourself` */
  enable(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.enable', login, (user, now) => {
      user.enable(me.standing, now);
      return ['status'];
    });
  }

  /**
   * Ends the user's sessions at once, and tells the user.
   *
   * @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.own-user`
   */
  disable(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.disable', login, async (user, now) => {
      if (user.id === me.user?.id) throw accountErrors.ownUser();
      const wasDisabled = user.status === 'DISABLED';
      user.disable(me.standing, now);
      await this.em.nativeDelete(Session, { account: me.account, userId: user.id });
      if (!wasDisabled) this.outbox.add(new UserDisabled(user.id, me.user?.login));
      return ['status'];
    });
  }

  /** @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.own-user` */
  delete(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.delete', login, (user) => {
      if (user.id === me.user?.id) throw accountErrors.ownUser();
      user.mustBeWithinReachOf(me.standing);
      this.em.remove(user);
      return ['status'];
    });
  }

  /**
   * Mails another invitation; the link of the one before dies now.
   *
   * @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.not-awaiting-invitation`,
   * `accounts.mail-too-soon`, `accounts.mail-too-often`
   */
  resendInvitation(me: Principal, login: string): Promise<void> {
    return this.change(me, 'users.resend-invitation', login, (user, now) => {
      user.askForInvitation(me.standing, now);
      this.outbox.add(new UserInvited(user.id, me.user?.login));
      return ['invitation'];
    });
  }

  /**
   * Mails a link to choose a new password.
   *
   * @param revoke cuts the present password and ends the user's sessions at once
   * @throws `accounts.user-not-found`, `accounts.above-yourself`, `accounts.no-reset-possible`,
   * `accounts.mail-too-soon`, `accounts.mail-too-often`
   */
  resetPassword(me: Principal, login: string, revoke: boolean): Promise<void> {
    return this.change(me, 'users.reset-password', login, async (user, now) => {
      user.askForReset(me.standing, { revoke }, now);
      if (revoke) await this.em.nativeDelete(Session, { account: me.account, userId: user.id });
      this.outbox.add(new PasswordResetAsked(user.id, me.user?.login));
      return revoke ? ['password', 'reset'] : ['reset'];
    });
  }

  /** @param act changes the user and says which fields changed; none, and nothing is written */
  private async change(
    me: Principal,
    action: string,
    login: string,
    act: (user: IdentityUser, now: Date) => readonly string[] | Promise<readonly string[]>,
  ): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await userToChange(this.em, me.account, login);
      if (!user) throw accountErrors.userNotFound(login);
      const keys = await act(user, this.clock.now());
      if (keys.length === 0) return;
      this.record(me, action, user.login, keys);
      await this.cache.changed(me.account);
    });
  }

  private async group(account: string, name: string): Promise<IdentityGroup> {
    const group = await groupInUse(this.em, account, name);
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

  private record({ account }: Principal, action: string, login: string, keys: readonly string[]): void {
    this.audit.record({ account, action, object: `user ${login}`, keys });
  }
}
