import type { ListDefinition } from '../../platform/lists/list.js';
import { type GroupRow, GroupView } from './identity-groups.dto.js';

const COLUMNS = `g.id, g.account, g.name, g.role, g.description, g.default_group as "defaultGroup",
  g.created_at as creation, g.updated_at as "lastUpdate"`;

/** The groups of one account: `$1` is its nichandle. */
export const GROUPS: ListDefinition<GroupRow, GroupView> = {
  name: 'groups',
  from: 'identity_group g',
  where: 'g.account = $1',
  owner: 'g.account',
  key: 'g.id',
  id: { sql: 'g.name', type: 'string' },
  columns: COLUMNS,
  fields: {
    name: { sql: 'g.name', type: 'string' },
    role: { sql: 'g.role', type: 'string' },
    description: { sql: 'g.description', type: 'string' },
    defaultGroup: { sql: 'g.default_group', type: 'boolean' },
    creation: { sql: 'g.created_at', type: 'datetime' },
  },
  view: (row) => new GroupView(row),
};

/** One group: `$1` is the account's nichandle, `$2` the name in any case. */
export const GROUP = {
  name: 'group',
  text: `select ${COLUMNS} from identity_group g where g.account = $1 and lower(g.name) = lower($2)`,
};
