import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { reaches, type Role, type Standing } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';

/** Groups that exist in every account and can be neither changed nor deleted (product §2). */
const DEFAULT_GROUPS: Readonly<Record<string, Role>> = {
  ADMIN: 'ADMIN',
  DEFAULT: 'REGULAR',
  UNPRIVILEGED: 'UNPRIVILEGED',
};

/** The group of a user for whom none was named. */
export const GROUP_OF_NEW_USERS = 'DEFAULT';

/** What a group of one's own is made with. */
export interface CreateGroup {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly description: string | null;
}

/** What can be changed of a group; a field that is undefined stays. */
export interface GroupChanges {
  readonly role?: Role | undefined;
  readonly description?: string | null | undefined;
}

/** Users of one account with one role: the group carries the privilege, not the user. */
@Entity({ tableName: 'identity_group' })
export class IdentityGroup {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: 'string' })
  readonly account: string;

  @Property({ type: 'string' })
  readonly name: string;

  @Property({ type: 'string' })
  role: Role;

  @Property({ type: 'boolean' })
  readonly defaultGroup: boolean;

  @Property({ type: 'string', nullable: true })
  description: string | null = null;

  @Property({ type: 'datetime' })
  readonly createdAt: Date;

  @Property({ type: 'datetime' })
  updatedAt: Date;

  private constructor(account: string, name: string, role: Role, defaultGroup: boolean, now: Date) {
    this.account = account;
    this.name = name;
    this.role = role;
    this.defaultGroup = defaultGroup;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** The three groups that a new account starts with. */
  static defaultsOf(account: string, now: Date): IdentityGroup[] {
    return Object.entries(DEFAULT_GROUPS).map(([name, role]) => new IdentityGroup(account, name, role, true, now));
  }

  /**
   * @param by standing of whoever creates: it bounds the role
   * @throws `accounts.above-yourself`
   */
  static create(by: Standing, { account, name, role, description }: CreateGroup, now: Date): IdentityGroup {
    if (!reaches(by, role)) throw accountErrors.aboveYourself();
    const group = new IdentityGroup(account, name, role, false, now);
    group.description = description;
    return group;
  }

  /**
   * Takes over the given fields.
   *
   * @returns names of those that changed
   * @throws `accounts.default-group`, `accounts.above-yourself` for a role above the caller's, before or after
   */
  edit(by: Standing, { role = this.role, description = this.description }: GroupChanges, now: Date): string[] {
    this.mustBeChangeable(by);
    if (!reaches(by, role)) throw accountErrors.aboveYourself();
    const before = { role: this.role, description: this.description };
    const keys = [
      ...(role === before.role ? [] : ['role']),
      ...(description === before.description ? [] : ['description']),
    ];
    this.role = role;
    this.description = description;
    if (keys.length > 0) this.updatedAt = now;
    return keys;
  }

  /** @throws `accounts.default-group`, `accounts.above-yourself`, `accounts.group-has-users` */
  mustBeDeletable(by: Standing, users: number): void {
    this.mustBeChangeable(by);
    if (users > 0) throw accountErrors.groupHasUsers(this.name, users);
  }

  private mustBeChangeable(by: Standing): void {
    if (this.defaultGroup) throw accountErrors.defaultGroup(this.name);
    if (!reaches(by, this.role)) throw accountErrors.aboveYourself();
  }
}
