import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { DateTime, WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import { type Role, ROLES } from '../rbac/index.js';

const NAME = /^[a-zA-Z0-9._-]{1,64}$/;
const LOGIN = /^[a-zA-Z0-9._-]{1,64}$/;

/** `null` means "not given" for every optional field (reference §2.2). */
@WireModel('auth.GroupRequest', 'A group to be created.')
export class CreateGroupBody {
  /**
   * Name of the group; unique in the account, upper and lower case being the same. It stays for good.
   * @example "web-sites"
   */
  @Matches(NAME, { message: 'name takes 1 to 64 letters, digits, dots, dashes and underscores' })
  readonly name!: string;

  /**
   * Role of the users of the group, no higher than your own; `NONE` when left out.
   * @example "REGULAR"
   */
  @IsOptional()
  @IsIn(ROLES)
  @WireEnum('auth.RoleEnum', ROLES)
  readonly role?: Role | null;

  /**
   * What the group is for.
   * @example "Those who look after the web sites"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly description?: string | null;
}

/** A client may send the whole group back: what cannot be changed is ignored. */
@WireModel('auth.GroupUpdate', 'What can be changed of a group; a field that is left out stays.')
export class UpdateGroupBody {
  /**
   * Role of the users of the group, no higher than your own.
   * @example "REGULAR"
   */
  @IsOptional()
  @IsIn(ROLES)
  @WireEnum('auth.RoleEnum', ROLES)
  readonly role?: Role | null;

  /**
   * What the group is for; null takes the text away.
   * @example "Those who look after the web sites"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly description?: string | null;
}

@WireModel('auth.GroupUser', 'A user to be put into a group.')
export class GroupUserBody {
  /**
   * What stands behind the slash of the user's login.
   * @example "john.smith"
   */
  @Matches(LOGIN, { message: 'login takes 1 to 64 letters, digits, dots, dashes and underscores' })
  readonly login!: string;
}

/** A group, as the database gives it to lists and to single reads. */
export interface GroupRow {
  readonly id: number;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly description: string | null;
  readonly defaultGroup: boolean;
  readonly creation: string;
  readonly lastUpdate: string;
}

@WireModel('auth.Group', 'A group of users with one role.')
export class GroupView {
  /**
   * Name of the group.
   * @example "web-sites"
   */
  readonly name: string;

  /**
   * Role that the group gives its users.
   * @example "REGULAR"
   */
  @WireEnum('auth.RoleEnum', ROLES)
  readonly role: Role;

  /**
   * What the group is for.
   * @example "Those who look after the web sites"
   */
  readonly description: string | null;

  /**
   * Whether every account has this group; it can then be neither changed nor deleted.
   * @example false
   */
  readonly defaultGroup: boolean;

  /**
   * When the group was created.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly creation: string;

  /**
   * When the group was last changed.
   * @example "2026-11-20T09:30:00.000000+00:00"
   */
  @DateTime()
  readonly lastUpdate: string;

  /**
   * Name of the group across the whole cloud.
   * @example "urn:v1:eu:identity:group:xx11111-ovh/web-sites"
   */
  readonly urn: string;

  constructor(row: GroupRow) {
    this.name = row.name;
    this.role = row.role;
    this.description = row.description;
    this.defaultGroup = row.defaultGroup;
    this.creation = row.creation;
    this.lastUpdate = row.lastUpdate;
    this.urn = `urn:v1:eu:identity:group:${row.account}/${row.name}`;
  }
}
