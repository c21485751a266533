import { BigIntType, Collection, type Ref, ref } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { digestOf, issueToken } from '../../platform/tokens/one-time-token.js';
import { highestOf, reaches, type Role, type Standing } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { IdentityGroup } from './identity-group.entity.js';

export const USER_STATUSES = ['DISABLED', 'OK', 'PASSWORD_CHANGE_REQUIRED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** How long the link in a mail works, of an invitation as of a reset. */
const LINK_HOURS = 24;
const HOUR_MS = 3_600_000;
const MAIL_PAUSE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_MAILS_PER_DAY = 5;

export interface CreateUser {
  readonly login: string;
  readonly email: string | null;
  readonly description: string;
  /** Hash of a password given by the creator; absent for an invitation. */
  readonly passwordHash?: string;
}

/** What can be changed of a user; a field that is undefined stays. */
export interface UserChanges {
  readonly email?: string | null | undefined;
  readonly group?: IdentityGroup | undefined;
  readonly description?: string | undefined;
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

  /** Groups besides the main one; the user has the highest role of all of them. */
  @ManyToMany({
    entity: () => IdentityGroup,
    pivotTable: 'identity_membership',
    joinColumn: 'user_id',
    inverseJoinColumn: 'group_id',
  })
  readonly extraGroups = new Collection<IdentityGroup>(this);

  /** Most users are in one group: reads look for more only where this says so. */
  @Property({ type: 'boolean' })
  hasExtraGroups = false;

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

  @Property({ type: 'blob', nullable: true })
  resetDigest: Buffer | null = null;

  /** Set while a link to choose a new password is on its way or works. */
  @Property({ type: 'datetime', nullable: true })
  resetExpiresAt: Date | null = null;

  /** When others asked for a mail to this user, ISO 8601, the last day only. */
  @Property({ type: 'json' })
  mailsAskedAt: string[] = [];

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

  /** The highest role of all groups of the user. */
  get role(): Role {
    return highestOf([this.group.unwrap(), ...this.extraGroups].map(({ role }) => role));
  }

  /** @throws `accounts.above-yourself` */
  mustBeWithinReachOf(by: Standing): void {
    if (!reaches(by, this.role)) throw accountErrors.aboveYourself();
  }

  /**
   * Takes over the given fields.
   *
   * @returns names of those that changed
   * @throws `accounts.above-yourself`, `accounts.email-or-password-needed`
   */
  edit(by: Standing, { email, group, description }: UserChanges, now: Date): string[] {
    this.mustBeWithinReachOf(by);
    const keys: string[] = [];
    if (email !== undefined && email !== this.email) keys.push(this.changeEmail(email));
    if (group !== undefined && group !== this.group.unwrap()) keys.push(this.moveTo(by, group));
    if (description !== undefined && description !== this.description) {
      this.description = description;
      keys.push('description');
    }
    if (keys.length > 0) this.updatedAt = now;
    return keys;
  }

  /** @throws `accounts.above-yourself`, `accounts.already-in-group` */
  join(by: Standing, group: IdentityGroup, now: Date): void {
    this.mustBeWithinReachOf(by);
    if (!reaches(by, group.role)) throw accountErrors.aboveYourself();
    if (this.isIn(group)) throw accountErrors.alreadyInGroup(this.login, group.name);
    this.extraGroups.add(group);
    this.hasExtraGroups = true;
    this.updatedAt = now;
  }

  /** @throws `accounts.above-yourself`, `accounts.main-group`, `accounts.not-in-group` */
  leave(by: Standing, group: IdentityGroup, now: Date): void {
    if (!this.isIn(group)) throw accountErrors.notInGroup(this.login, group.name);
    this.mustBeWithinReachOf(by);
    if (group === this.group.unwrap()) throw accountErrors.mainGroup(this.login, group.name);
    this.dropExtra(group);
    this.updatedAt = now;
  }

  private isIn(group: IdentityGroup): boolean {
    return group === this.group.unwrap() || this.extraGroups.contains(group);
  }

  /** The new main group is no longer one besides it. */
  private moveTo(by: Standing, group: IdentityGroup): 'group' {
    if (!reaches(by, group.role)) throw accountErrors.aboveYourself();
    if (this.extraGroups.contains(group)) this.dropExtra(group);
    this.group = ref(group);
    return 'group';
  }

  /** Links that were mailed to the old address die with it. */
  private changeEmail(email: string | null): 'email' {
    if (email === null && this.passwordHash === null) throw accountErrors.emailOrPasswordNeeded();
    this.email = email;
    this.killLinks();
    return 'email';
  }

  /** Whether an invitation still makes sense when the worker gets to it. */
  get awaitsFirstPassword(): boolean {
    return this.passwordUpdatedAt === null && this.email !== null && this.status === 'OK';
  }

  /** A fresh invitation token; any earlier one is dead. */
  invite(now: Date): { token: string; expiresAt: Date } {
    const { token, digest } = issueToken();
    this.invitationDigest = digest;
    this.invitationExpiresAt = hoursAfter(now, LINK_HOURS);
    return { token, expiresAt: this.invitationExpiresAt };
  }

  /** Under which the token of a mailed link is kept. */
  static digestOfLink(token: string): Buffer {
    return digestOf(token);
  }

  /**
   * Notes that another invitation is to be mailed; the earlier link dies now, not when the mail is made.
   *
   * @throws `accounts.above-yourself`, `accounts.not-awaiting-invitation`, `accounts.mail-too-soon`,
   * `accounts.mail-too-often`
   */
  askForInvitation(by: Standing, now: Date): void {
    this.mustBeWithinReachOf(by);
    if (!this.awaitsFirstPassword) throw accountErrors.notAwaitingInvitation(this.login);
    this.noteMail(now);
    this.killLinks();
  }

  /**
   * Notes that a link to choose a new password is to be mailed; an earlier one dies now.
   *
   * @param how `revoke` cuts the present password at once, else it works until the new one is chosen
   * @throws `accounts.above-yourself`, `accounts.no-reset-possible`, `accounts.mail-too-soon`, `accounts.mail-too-often`
   */
  askForReset(by: Standing, { revoke }: { readonly revoke: boolean }, now: Date): void {
    this.mustBeWithinReachOf(by);
    if (!this.canBeReset) throw accountErrors.noResetPossible(this.login);
    this.noteMail(now);
    this.killLinks();
    this.resetExpiresAt = hoursAfter(now, LINK_HOURS);
    if (revoke) this.revokePassword(now);
  }

  /** Whether a link to choose a new password still makes sense when the worker gets to it. */
  awaitsReset(now: Date): boolean {
    const wanted = this.resetExpiresAt !== null && this.resetExpiresAt > now;
    return wanted && this.email !== null && this.status !== 'DISABLED';
  }

  /** A fresh token for a reset that was asked for; any earlier one is dead. */
  issueReset(now: Date): { token: string; expiresAt: Date } {
    const { token, digest } = issueToken();
    this.resetDigest = digest;
    this.resetExpiresAt = hoursAfter(now, LINK_HOURS);
    return { token, expiresAt: this.resetExpiresAt };
  }

  /** @throws `accounts.invalid-reset` when it has expired, or the user is disabled */
  acceptReset(passwordHash: string, now: Date): void {
    if (!this.awaitsReset(now)) throw accountErrors.invalidReset();
    this.choosePassword(passwordHash, now);
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
    this.killLinks();
    this.passwordGiven = false;
    if (this.status !== 'DISABLED') this.status = this.enabledStatus;
  }

  /** Whoever never had a password is invited instead; one that was revoked can be asked for again. */
  private get canBeReset(): boolean {
    return this.passwordUpdatedAt !== null && this.email !== null && this.status !== 'DISABLED';
  }

  private revokePassword(now: Date): void {
    this.passwordHash = null;
    this.passwordGiven = false;
    this.status = this.enabledStatus;
    this.updatedAt = now;
  }

  private killLinks(): void {
    this.invitationDigest = null;
    this.invitationExpiresAt = null;
    this.resetDigest = null;
    this.resetExpiresAt = null;
  }

  /** Nobody's mailbox is filled through us. */
  private noteMail(now: Date): void {
    const lastDay = this.mailsAskedAt.filter((at) => now.getTime() - Date.parse(at) < DAY_MS);
    const latest = lastDay.at(-1);
    if (lastDay.length >= MOST_MAILS_PER_DAY) throw accountErrors.mailTooOften(MOST_MAILS_PER_DAY);
    const pause = latest === undefined ? 0 : MAIL_PAUSE_MS - (now.getTime() - Date.parse(latest));
    if (pause > 0) throw accountErrors.mailTooSoon(Math.ceil(pause / 1000));
    this.mailsAskedAt = [...lastDay, now.toISOString()];
  }

  /** Having been disabled for a while does not make a given password one's own. */
  private get enabledStatus(): UserStatus {
    return this.passwordGiven ? 'PASSWORD_CHANGE_REQUIRED' : 'OK';
  }

  private dropExtra(group: IdentityGroup): void {
    this.extraGroups.remove(group);
    this.hasExtraGroups = this.extraGroups.length > 0;
  }
}

const hoursAfter = (moment: Date, hours: number): Date => new Date(moment.getTime() + hours * HOUR_MS);
