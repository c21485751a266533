import type { ListDefinition } from '../../platform/lists/list.js';
import { type ContactChangeRow, ContactChangeView } from './contact-changes.dto.js';

const COLUMNS = `c.id, c.state, c.asking_account as "askingAccount", c.from_account as "fromAccount",
  c.to_account as "toAccount", c.contact_types as "contactTypes", s.name as "serviceDomain", s.type as "serviceType",
  c.date_request as "dateRequest", c.date_done as "dateDone", c.expires_at as "expiresAt", c.comment,
  (select jsonb_agg(jsonb_build_object('account', v.account, 'acceptedAt', v.accepted_at) order by v.account)
    from contact_change_party v where v.change_id = c.id and v.must_accept) as validations`;

const FROM = `contact_change_party p join contact_change c on c.id = p.change_id join service s on s.id = c.service_id`;

/** The changes in which an account has a part: `$1` is its nichandle. */
export const CONTACT_CHANGES: ListDefinition<ContactChangeRow, ContactChangeView> = {
  name: 'contact changes',
  from: FROM,
  where: 'p.account = $1',
  owner: 'p.account',
  key: 'p.change_id',
  id: { sql: 'p.change_id', type: 'number' },
  columns: COLUMNS,
  fields: {
    state: { sql: 'c.state', type: 'string' },
    askingAccount: { sql: 'c.asking_account', type: 'string' },
    fromAccount: { sql: 'c.from_account', type: 'string' },
    toAccount: { sql: 'c.to_account', type: 'string' },
    serviceDomain: { sql: 's.name', type: 'string' },
    serviceType: { sql: 's.type', type: 'string' },
    dateRequest: { sql: 'c.date_request', type: 'datetime', sortable: true },
  },
  view: (row) => new ContactChangeView(row),
};

/** One change: `$1` the nichandle, `$2` the number. */
export const CONTACT_CHANGE = {
  name: 'contact change',
  text: `select ${COLUMNS} from ${FROM} where p.account = $1 and p.change_id = $2`,
};

/** Who asked for a change, for an account that has a part in it: `$1` the nichandle, `$2` the number. */
export const ASKER_FOR_PARTY = {
  name: 'contact change asker',
  text: `select c.asking_account as "askedBy" from contact_change_party p join contact_change c on c.id = p.change_id
    where p.account = $1 and p.change_id = $2`,
};
