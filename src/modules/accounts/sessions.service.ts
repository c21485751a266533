import { hash } from 'node:crypto';
import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { currentCall } from '../../platform/context/call-context.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Principal, Role } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { accountErrors } from './accounts.errors.js';
import { IdentityUser, type UserStatus } from './identity-user.entity.js';
import { ROLE_OF_USER } from './identity-users.list.js';
import { passwordMatches } from './password.js';
import { Session } from './session.entity.js';
import { parseLogin } from './user-login.js';

const LOGIN = {
  name: 'sessions login',
  text: `
    select a.nichandle, u.id as "userId", u.login, u.status,
      case when $2::text is null then a.password_hash else u.password_hash end as "passwordHash"
    from account a left join identity_user u on u.account = a.nichandle and lower(u.login) = lower($2)
    where a.nichandle = $1 or a.customer_code = $1`,
};

const PRINCIPAL = {
  name: 'sessions principal',
  text: `
    select s.id, s.account, extract(epoch from s.expires_at)::float8 * 1000 as "expiresAt",
      u.id as "userId", u.login, u.status, ${ROLE_OF_USER} as role
    from session s left join identity_user u on u.id = s.user_id left join identity_group g on g.id = u.group_id
    where s.digest = $1 and s.expires_at > $2`,
};

interface LoginRow {
  readonly nichandle: string;
  readonly userId: number | null;
  readonly login: string | null;
  readonly status: UserStatus | null;
  readonly passwordHash: string | null;
}

interface PrincipalRow {
  readonly id: number;
  readonly account: string;
  readonly expiresAt: number;
  readonly userId: number | null;
  readonly login: string | null;
  readonly status: UserStatus | null;
  readonly role: Role | null;
}

/** What a successful sign-in answers. */
export interface SignedIn {
  readonly token: string;
  readonly expiresAt: Date;
  readonly status: 'OK' | 'PASSWORD_CHANGE_REQUIRED';
}

/** Sessions: signing in and out, and who stands behind a token. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly cache: AccessCache,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * @param login `xx11111-ovh`, or `1234-567-89/john.smith` for a user
   * @throws `accounts.bad-credentials`, the same and as slowly for an unknown login as for a wrong password
   */
  async signIn(login: string, password: string, userAgent: string | null): Promise<SignedIn> {
    const row = await this.verify(login, password);
    const from = { account: row.nichandle, userId: row.userId, ip: currentCall()?.ip ?? null, userAgent };
    const { session, token } = Session.open(from, this.clock.now());
    await this.unitOfWork.run(async () => {
      this.em.persist(session);
      if (row.userId !== null) {
        await this.em.nativeUpdate(IdentityUser, { id: row.userId }, { lastSignInAt: this.clock.now() });
      }
      const object = `login ${row.login ?? row.nichandle}`;
      this.audit.record({ account: row.nichandle, action: 'sessions.sign-in', object });
    });
    const status = row.status === 'PASSWORD_CHANGE_REQUIRED' ? row.status : 'OK';
    return { token, expiresAt: session.expiresAt, status };
  }

  /** Who stands behind a token; undefined when its session has ended or its user is disabled. */
  principalOf(token: string): Promise<Principal | undefined> {
    const digest = hash('sha256', token, 'hex');
    const now = this.clock.now();
    return this.cache.principal(digest, now.getTime(), async () => {
      const row = await this.reader.first<PrincipalRow>(PRINCIPAL, [Buffer.from(digest, 'hex'), now.toISOString()]);
      if (!row || row.status === 'DISABLED') return undefined;
      return { principal: principalFrom(row), expiresAt: row.expiresAt };
    });
  }

  async signOut({ account, sessionId }: Principal): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.em.nativeDelete(Session, { id: sessionId });
      this.audit.record({ account, action: 'sessions.sign-out', object: `session ${String(sessionId)}` });
      await this.cache.changed(account);
    });
  }

  private async verify(login: string, password: string): Promise<LoginRow> {
    const { account, user } = parseLogin(login);
    const found = await this.reader.first<LoginRow>(LOGIN, [account, user ?? null]);
    const matches = await passwordMatches(password, found?.passwordHash ?? null);
    if (found && matches && found.status !== 'DISABLED') return found;
    if (found) await this.auditRefusal(found.nichandle, user);
    throw accountErrors.badCredentials();
  }

  private async auditRefusal(account: string, user: string | undefined): Promise<void> {
    await this.unitOfWork.run(() => {
      const result = accountErrors.badCredentials.code;
      this.audit.record({ account, action: 'sessions.sign-in', object: `login ${user ?? account}`, result });
      return Promise.resolve();
    });
  }
}

function principalFrom({ id, account, userId, login, status, role }: PrincipalRow): Principal {
  const session = { account, sessionId: id };
  if (userId === null || login === null) {
    return { ...session, standing: 'HOLDER', method: 'account', passwordChangeRequired: false };
  }
  return {
    ...session,
    user: { id: userId, login },
    standing: role ?? 'NONE',
    method: 'user',
    passwordChangeRequired: status === 'PASSWORD_CHANGE_REQUIRED',
  };
}
