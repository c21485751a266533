import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { PasswordResetAsked, UserDisabled, UserInvited } from './accounts.events.js';
import { groupInUse, userToChange } from './identity.queries.js';
import type { IdentityGroup } from './identity-group.entity.js';
import type { IdentityUser } from './identity-user.entity.js';
import type { UpdateUserBody } from './identity-users.dto.js';
import { Session } from './session.entity.js';

/** What is done to sub-users of the caller's account that are there. */
@Injectable()
export class IdentityUserChangesService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly cache: AccessCache,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

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
      this.audit.record({ account: me.account, action, object: `user ${user.login}`, keys });
      await this.cache.changed(me.account);
    });
  }

  private async group(account: string, name: string): Promise<IdentityGroup> {
    const group = await groupInUse(this.em, account, name);
    if (!group) throw accountErrors.groupNotFound(name);
    return group;
  }
}
