import type { ListDefinition } from '../../platform/lists/list.js';
import { type AuditEventRow, AuditEventView } from './audit-events.dto.js';

const COLUMNS = `e.id, e.at as date, e.actor_account as account, e.actor_user as "user", e.method, e.application,
  host(e.ip) as ip, e.action, e.object, e.keys, e.query_id as "queryId", e.result`;

/** The audit trail of one account: `$1` is its nichandle. */
export const AUDIT_EVENTS: ListDefinition<AuditEventRow, AuditEventView> = {
  name: 'audit events',
  from: 'audit_event e',
  where: 'e.account = $1',
  owner: 'e.account',
  key: 'e.id',
  id: { sql: 'e.id', type: 'number' },
  columns: COLUMNS,
  fields: {
    date: { sql: 'e.at', type: 'datetime', sortable: true, indexed: true },
    action: { sql: 'e.action', type: 'string', indexed: true },
    // In lower case: the index is, and so is what the query string asks for.
    user: { sql: 'lower(e.actor_user)', type: 'string', indexed: true },
    account: { sql: 'e.actor_account', type: 'string' },
    object: { sql: 'e.object', type: 'string' },
    result: { sql: 'e.result', type: 'string' },
    ip: { sql: 'host(e.ip)', type: 'string' },
  },
  view: (row) => new AuditEventView(row),
};

/** One event: `$1` the nichandle, `$2` the number. */
export const AUDIT_EVENT = {
  name: 'audit event',
  text: `select ${COLUMNS} from audit_event e where e.account = $1 and e.id = $2`,
};
