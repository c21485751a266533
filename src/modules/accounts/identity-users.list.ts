import type { ListDefinition } from '../../platform/lists/list.js';
import { ROLES_DOWNWARDS } from '../rbac/index.js';
import { type UserRow, UserView } from './identity-users.dto.js';

const DOWNWARDS = `array[${ROLES_DOWNWARDS.map((role) => `'${role}'`).join(', ')}]`;

const EXTRA_GROUPS = 'identity_membership m join identity_group e on e.id = m.group_id where m.user_id = u.id';

/** The highest role of the groups of user `u`, of which `g` is the main one; null where there is no user. */
export const ROLE_OF_USER = `case when u.has_extra_groups
  then (${DOWNWARDS})[least(array_position(${DOWNWARDS}, g.role::text),
    (select min(array_position(${DOWNWARDS}, e.role::text)) from ${EXTRA_GROUPS}))]
  else g.role::text end`;

const COLUMNS = `u.account, u.login, u.email, u.description, g.name as "group", ${ROLE_OF_USER} as role,
  case when u.has_extra_groups then array(select e.name::text from ${EXTRA_GROUPS} order by e.name)
    else '{}'::text[] end as "extraGroups", u.status,
  u.created_at as creation, u.updated_at as "lastUpdate", u.password_updated_at as "passwordLastUpdate",
  u.last_sign_in_at as "lastSignIn"`;

const FROM = 'identity_user u join identity_group g on g.id = u.group_id';

/** What every list of users has in common: `$1` is the account's nichandle. */
const ANY_USERS: Omit<ListDefinition<UserRow, UserView>, 'name'> = {
  from: FROM,
  where: 'u.account = $1',
  key: 'u.id',
  id: { sql: 'u.login', type: 'string' },
  columns: COLUMNS,
  fields: {
    login: { sql: 'u.login', type: 'string', sortable: true },
    email: { sql: 'u.email', type: 'string' },
    description: { sql: 'u.description', type: 'string' },
    group: { sql: 'g.name', type: 'string' },
    role: { sql: ROLE_OF_USER, type: 'string' },
    status: { sql: 'u.status', type: 'string' },
    creation: { sql: 'u.created_at', type: 'datetime' },
    lastSignIn: { sql: 'u.last_sign_in_at', type: 'datetime' },
  },
  view: (row) => new UserView(row),
};

/** The users of one account. */
export const USERS: ListDefinition<UserRow, UserView> = { ...ANY_USERS, name: 'users', owner: 'u.account' };

/** The users of one group, as their main one or besides: `$2` is the group's number. */
export const USERS_OF_GROUP: ListDefinition<UserRow, UserView> = {
  ...ANY_USERS,
  name: 'users of group',
  from: `(select id from identity_user where group_id = $2 union all
    select user_id from identity_membership where group_id = $2) member
    join identity_user u on u.id = member.id join identity_group g on g.id = u.group_id`,
  key: 'member.id',
};

/** One user: `$1` is the account's nichandle, `$2` the login in any case. */
export const USER = {
  name: 'user',
  text: `select ${COLUMNS} from ${FROM} where u.account = $1 and lower(u.login) = lower($2)`,
};
