import { BigIntType, type Ref, ref } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { digestOf, issueToken } from '../../platform/tokens/one-time-token.js';
import { reaches, type Standing } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { IdentityGroup } from './identity-group.entity.js';

export const USER_STATUSES = ['DISABLED', 'OK', 'PASSWORD_CHANGE_REQUIRED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

const INVITATION_HOURS = 24;
const HOUR_MS = 3_600_000;

export interface CreateUser {
  readonly login: string;
  readonly email: string | null;
  readonly description: string;
  /** Hash of a password given by the creator; absent for an invitation. */
  readonly passwordHash?: string;
}

/** A sub-user of an account; signs in as `<customerCode>/<login>` (guide 001). */
@Entity({ tableName: 'identity_user' })
export class IdentityUser {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: 'string' })
  readonly account: string;

  /** Unique in its account, upper and lower case being the same. */
  @Property({ type: 'string' })
  readonly login: string;

  @Property({ type: 'string', nullable: true })
  email: string | null;

  @Property({ type: 'string' })
  description: string;

  @ManyToOne(() => IdentityGroup, { ref: true })
  group: Ref<IdentityGroup>;

  @Property({ type: 'string' })
  status: UserStatus;

  @Property({ type: 'text', nullable: true })
  passwordHash: string | null;

  @Property({ type: 'datetime', nullable: true })
  passwordUpdatedAt: Date | null;

  /** Somebody else chose the password, and the user has not replaced it yet. */
  @Property({ type: 'boolean' })
  passwordGiven: boolean;

  @Property({ type: 'blob', nullable: true })
  invitationDigest: Buffer | null = null;

  @Property({ type: 'datetime', nullable: true })
  invitationExpiresAt: Date | null = null;

  @Property({ type: 'datetime', nullable: true })
  lastSignInAt: Date | null = null;

  @Property({ type: 'datetime' })
  readonly createdAt: Date;

  @Property({ type: 'datetime' })
  updatedAt: Date;

  private constructor(group: IdentityGroup, { login, email, description, passwordHash }: CreateUser, now: Date) {
    this.account = group.account;
    this.login = login;
    this.email = email;
    this.description = description;
    this.group = ref(group);
    // A password that somebody else chose is good for one sign-in only.
    this.passwordGiven = passwordHash !== undefined;
    this.status = this.enabledStatus;
    this.passwordHash = passwordHash ?? null;
    this.passwordUpdatedAt = passwordHash === undefined ? null : now;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /**
   * @param by standing of whoever creates: it bounds the role of the group
   * @throws `accounts.above-yourself`, `accounts.email-or-password-needed`
   */
  static create(by: Standing, group: IdentityGroup, user: CreateUser, now: Date): IdentityUser {
    if (!reaches(by, group.role)) throw accountErrors.aboveYourself();
    if (user.email === null && user.passwordHash === undefined) throw accountErrors.emailOrPasswordNeeded();
    return new IdentityUser(group, user, now);
  }

  /** Kept out of the way: no session, no token, no sign-in until enabled again. */
  disable(by: Standing, now: Date): void {
    this.mustBeWithinReachOf(by);
    this.status = 'DISABLED';
    this.updatedAt = now;
  }

  enable(by: Standing, now: Date): void {
    this.mustBeWithinReachOf(by);
    if (this.status === 'DISABLED') this.status = this.enabledStatus;
    this.updatedAt = now;
  }

  /** @throws `accounts.above-yourself` */
  mustBeWithinReachOf(by: Standing): void {
    if (!reaches(by, this.group.unwrap().role)) throw accountErrors.aboveYourself();
  }

  /** Whether an invitation still makes sense when the worker gets to it. */
  get awaitsFirstPassword(): boolean {
    return this.passwordHash === null && this.email !== null && this.status === 'OK';
  }

  /** A fresh invitation token; any earlier one is dead. */
  invite(now: Date): { token: string; expiresAt: Date } {
    const { token, digest } = issueToken();
    this.invitationDigest = digest;
    this.invitationExpiresAt = new Date(now.getTime() + INVITATION_HOURS * HOUR_MS);
    return { token, expiresAt: this.invitationExpiresAt };
  }

  static invitationDigestOf(token: string): Buffer {
    return digestOf(token);
  }

  /** @throws `accounts.invalid-invitation` when it has expired, was used, or the user is disabled */
  acceptInvitation(passwordHash: string, now: Date): void {
    const expired = this.invitationExpiresAt === null || this.invitationExpiresAt <= now;
    if (expired || !this.awaitsFirstPassword) throw accountErrors.invalidInvitation();
    this.choosePassword(passwordHash, now);
  }

  /** The user's own choice: it ends the need for a change, and kills a pending invitation. */
  choosePassword(passwordHash: string, now: Date): void {
    this.passwordHash = passwordHash;
    this.passwordUpdatedAt = now;
    this.updatedAt = now;
    this.invitationDigest = null;
    this.invitationExpiresAt = null;
    this.passwordGiven = false;
    if (this.status !== 'DISABLED') this.status = this.enabledStatus;
  }

  /** Having been disabled for a while does not make a given password one's own. */
  private get enabledStatus(): UserStatus {
    return this.passwordGiven ? 'PASSWORD_CHANGE_REQUIRED' : 'OK';
  }
}
