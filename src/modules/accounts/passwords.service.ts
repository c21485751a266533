import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { Account } from './account.entity.js';
import { accountErrors } from './accounts.errors.js';
import { IdentityUser } from './identity-user.entity.js';
import { hashPassword, passwordMatches, weaknessOf } from './password.js';
import { Session } from './session.entity.js';

const OWN_HASH = {
  name: 'passwords own hash',
  text: `
    select case when $2::bigint is null then a.password_hash else u.password_hash end as "passwordHash",
      u.email, u.login
    from account a left join identity_user u on u.account = a.nichandle and u.id = $2
    where a.nichandle = $1`,
};

interface OwnHashRow {
  readonly passwordHash: string | null;
  readonly email: string | null;
  readonly login: string | null;
}

const INVITED = {
  name: 'passwords invited',
  text: 'select account, email, login from identity_user where invitation_digest = $1',
};

interface InvitedRow {
  readonly account: string;
  readonly email: string | null;
  readonly login: string;
}

const SAME_AGAIN = 'The new password must be another one than the current';

/** People's own passwords. Hashing happens before a transaction is opened: it takes longer than everything in it. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly cache: AccessCache,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces the caller's own password and ends their other sessions.
   *
   * @throws `accounts.wrong-password`, `accounts.weak-password`
   */
  async change(me: Principal, currentPassword: string, newPassword: string): Promise<void> {
    const hash = await this.hashOfNext(me, currentPassword, newPassword);
    const { account, user, sessionId } = me;
    await this.unitOfWork.run(async () => {
      const now = this.clock.now();
      if (user) (await this.em.findOneOrFail(IdentityUser, { id: user.id })).choosePassword(hash, now);
      else (await this.em.findOneOrFail(Account, { nichandle: account })).setPassword(hash, now);
      await this.em.nativeDelete(Session, { account, userId: user?.id ?? null, id: { $ne: sessionId } });
      const object = `login ${user?.login ?? account}`;
      this.audit.record({ account, action: 'passwords.change', object, keys: ['password'] });
      await this.cache.changed(account);
    });
  }

  /**
   * Sets the first password of an invited user.
   *
   * @param token from the invitation's link; good once, for 24 hours
   * @throws `accounts.invalid-invitation`, `accounts.weak-password`
   */
  async chooseFirst(token: string, newPassword: string): Promise<void> {
    const hash = await this.hashOfFirst(token, newPassword);
    await this.unitOfWork.run(async () => {
      const invitationDigest = IdentityUser.invitationDigestOf(token);
      const user = await this.em.findOne(IdentityUser, { invitationDigest }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!user) throw accountErrors.invalidInvitation();
      user.acceptInvitation(hash, this.clock.now());
      this.audit.record({
        account: user.account,
        action: 'passwords.first',
        object: `login ${user.login}`,
        keys: ['password'],
      });
      await this.cache.changed(user.account);
    });
  }

  private async hashOfNext(me: Principal, currentPassword: string, newPassword: string): Promise<string> {
    const own = await this.reader.first<OwnHashRow>(OWN_HASH, [me.account, me.user?.id ?? null]);
    if (!own || !(await passwordMatches(currentPassword, own.passwordHash))) throw accountErrors.wrongPassword();
    const weakness =
      newPassword === currentPassword ? SAME_AGAIN : weaknessOf(newPassword, [me.account, own.email, own.login]);
    if (weakness) throw accountErrors.weakPassword('newPassword', weakness);
    return hashPassword(newPassword);
  }

  private async hashOfFirst(token: string, newPassword: string): Promise<string> {
    const invited = await this.reader.first<InvitedRow>(INVITED, [IdentityUser.invitationDigestOf(token)]);
    if (!invited) throw accountErrors.invalidInvitation();
    const weakness = weaknessOf(newPassword, [token, invited.account, invited.email, invited.login]);
    if (weakness) throw accountErrors.weakPassword('newPassword', weakness);
    return hashPassword(newPassword);
  }
}
