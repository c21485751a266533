import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Role } from '../rbac/index.js';

/** Groups that exist in every account and can be neither changed nor deleted (product §2). */
const DEFAULT_GROUPS: Readonly<Record<string, Role>> = {
  ADMIN: 'ADMIN',
  DEFAULT: 'REGULAR',
  UNPRIVILEGED: 'UNPRIVILEGED',
};

/** The group of a user for whom none was named. */
export const GROUP_OF_NEW_USERS = 'DEFAULT';

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
}
