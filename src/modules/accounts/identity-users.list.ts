import type { ListDefinition } from '../../platform/lists/list.js';
import { type UserRow, UserView } from './identity-users.dto.js';

const COLUMNS = `u.account, u.login, u.email, u.description, g.name as "group", g.role, u.status,
  u.created_at as creation, u.updated_at as "lastUpdate", u.password_updated_at as "passwordLastUpdate",
  u.last_sign_in_at as "lastSignIn"`;

const FROM = 'identity_user u join identity_group g on g.id = u.group_id';

/** The users of one account: `$1` is its nichandle. */
export const USERS: ListDefinition<UserRow, UserView> = {
  name: 'users',
  from: FROM,
  where: 'u.account = $1',
  key: 'u.id',
  id: { sql: 'u.login', type: 'string' },
  columns: COLUMNS,
  fields: {
    login: { sql: 'u.login', type: 'string' },
    email: { sql: 'u.email', type: 'string' },
    description: { sql: 'u.description', type: 'string' },
    group: { sql: 'g.name', type: 'string' },
    role: { sql: 'g.role', type: 'string' },
    status: { sql: 'u.status', type: 'string' },
    creation: { sql: 'u.created_at', type: 'datetime' },
    lastSignIn: { sql: 'u.last_sign_in_at', type: 'datetime' },
  },
  view: (row) => new UserView(row),
};

/** One user: `$1` is the account's nichandle, `$2` the login in any case. */
export const USER = {
  name: 'user',
  text: `select ${COLUMNS} from ${FROM} where u.account = $1 and lower(u.login) = lower($2)`,
};
