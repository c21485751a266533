import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Principal } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { Account } from './account.entity.js';
import { accountErrors } from './accounts.errors.js';
import { PasswordChanged } from './accounts.events.js';
import { IdentityUser } from './identity-user.entity.js';
import { hashPassword, passwordMatches } from './password.js';
import { PasswordPolicy } from './password-policy.js';
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

/** Owner of the link in an invitation: `$1` is the digest of its token. */
const INVITED = {
  name: 'passwords invited',
  text: 'select account, email, login from identity_user where invitation_digest = $1',
};

/** Owner of the link to choose a new password: `$1` is the digest of its token. */
const RESET = {
  name: 'passwords reset',
  text: 'select account, email, login from identity_user where reset_digest = $1',
};

interface OwnerRow {
  readonly account: string;
  readonly email: string | null;
  readonly login: string;
}

/** Actions of the audit trail that replace a password. */
export const PASSWORD_ACTIONS = ['passwords.change', 'passwords.reset'] as const;
type PasswordAction = (typeof PASSWORD_ACTIONS)[number];

const SAME_AGAIN = 'The new password must be another one than the current';

/** People's own passwords. Hashing happens before a transaction is opened: it takes longer than everything in it. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly cache: AccessCache,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly policy: PasswordPolicy,
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
      await this.tellOfChange(account, user, 'passwords.change');
    });
  }

  /**
   * Sets the first password of an invited user.
   *
   * @param token from the invitation's link; good once, for 24 hours
   * @throws `accounts.invalid-invitation`, `accounts.weak-password`
   */
  async chooseFirst(token: string, newPassword: string): Promise<void> {
    const owner = await this.reader.first<OwnerRow>(INVITED, [IdentityUser.digestOfLink(token)]);
    if (!owner) throw accountErrors.invalidInvitation();
    const hash = await this.hashOfChosen(owner, token, newPassword);
    await this.unitOfWork.run(async () => {
      const invitationDigest = IdentityUser.digestOfLink(token);
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

  /**
   * Replaces the password of a user who was mailed a link for it, and ends all sessions of the user.
   *
   * @param token from the link; good once, for 24 hours
   * @throws `accounts.invalid-reset`, `accounts.weak-password`
   */
  async chooseAgain(token: string, newPassword: string): Promise<void> {
    const owner = await this.reader.first<OwnerRow>(RESET, [IdentityUser.digestOfLink(token)]);
    if (!owner) throw accountErrors.invalidReset();
    const hash = await this.hashOfChosen(owner, token, newPassword);
    await this.unitOfWork.run(async () => {
      const resetDigest = IdentityUser.digestOfLink(token);
      const user = await this.em.findOne(IdentityUser, { resetDigest }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!user) throw accountErrors.invalidReset();
      user.acceptReset(hash, this.clock.now());
      await this.em.nativeDelete(Session, { account: user.account, userId: user.id });
      await this.tellOfChange(user.account, user, 'passwords.reset');
    });
  }

  /** Audit, notice to the owner, and every process forgets what it knew of the login. */
  private async tellOfChange(
    account: string,
    user: { readonly id: number; readonly login: string } | undefined,
    action: PasswordAction,
  ): Promise<void> {
    const object = `login ${user?.login ?? account}`;
    this.audit.record({ account, action, object, keys: ['password'] });
    this.outbox.add(new PasswordChanged(account, user?.id));
    await this.cache.changed(account);
  }

  private async hashOfNext(me: Principal, currentPassword: string, newPassword: string): Promise<string> {
    const own = await this.reader.first<OwnHashRow>(OWN_HASH, [me.account, me.user?.id ?? null]);
    if (!own || !(await passwordMatches(currentPassword, own.passwordHash))) throw accountErrors.wrongPassword();
    if (newPassword === currentPassword) throw accountErrors.weakPassword('newPassword', SAME_AGAIN);
    await this.policy.check('newPassword', newPassword, [me.account, own.email, own.login]);
    return hashPassword(newPassword);
  }

  private async hashOfChosen({ account, email, login }: OwnerRow, token: string, newPassword: string): Promise<string> {
    await this.policy.check('newPassword', newPassword, [token, account, email, login]);
    return hashPassword(newPassword);
  }
}
