import type { ListDefinition } from '../../platform/lists/list.js';
import { SERVICE_PATHS } from './service-paths.js';
import { type ServiceRow, ServiceView } from './services.dto.js';

const COLUMNS = `s.id, s.type, s.name, s.contact_admin as "contactAdmin", s.contact_tech as "contactTech",
  s.contact_billing as "contactBilling", a.customer_code as "codeAdmin", t.customer_code as "codeTech",
  b.customer_code as "codeBilling", s.status, s.creation, s.expiration, s.engaged_up_to as "engagedUpTo",
  s.renewal_type as "renewalType", s.renew, s.possible_renew_period as "possibleRenewPeriod",
  s.can_delete_at_expiration as "canDeleteAtExpiration",
  array_remove(array[case when s.contact_admin = $1 then 'contactAdmin' end,
    case when s.contact_tech = $1 then 'contactTech' end,
    case when s.contact_billing = $1 then 'contactBilling' end], null) as roles`;

const FROM = `service s join account a on a.nichandle = s.contact_admin join account t on t.nichandle = s.contact_tech
  join account b on b.nichandle = s.contact_billing`;

const MINE = 's.terminated_at is null and (s.contact_admin = $1 or s.contact_tech = $1 or s.contact_billing = $1)';

const PATH_OF = new Map(SERVICE_PATHS.map(({ type, path }) => [type, path]));

export const serviceView = (row: ServiceRow): ServiceView =>
  new ServiceView(row, PATH_OF.get(row.type) ?? '/services/{serviceId}');

/** Each role by its own index: an account sees few of all services, whatever the planner thinks of the three together. */
const NUMBERS_OF_MINE = ['contact_admin', 'contact_tech', 'contact_billing']
  .map((contact) => `select id from service where ${contact} = $1 and terminated_at is null`)
  .join(' union ');

/** The services of which an account is a contact: `$1` is its nichandle. */
export const SERVICES: ListDefinition<ServiceRow, ServiceView> = {
  name: 'services',
  from: `(${NUMBERS_OF_MINE}) mine join (${FROM}) on s.id = mine.id`,
  where: 'true',
  key: 'mine.id',
  id: { sql: 's.id', type: 'number' },
  columns: COLUMNS,
  fields: {
    type: { sql: 's.type', type: 'string' },
    resourceName: { sql: 's.name', type: 'string', sortable: true },
    state: { sql: 's.status', type: 'string' },
    contactAdmin: { sql: 's.contact_admin', type: 'string' },
    contactTech: { sql: 's.contact_tech', type: 'string' },
    contactBilling: { sql: 's.contact_billing', type: 'string' },
    expirationDate: { sql: 's.expiration', type: 'datetime', sortable: true },
  },
  view: serviceView,
};

/** One service by number: `$1` the nichandle, `$2` the id. */
export const SERVICE_BY_ID = {
  name: 'service by id',
  text: `select ${COLUMNS} from ${FROM} where ${MINE} and s.id = $2`,
};

/** One service by type and name: `$1` the nichandle, `$2` and `$3`. */
export const SERVICE_BY_NAME = {
  name: 'service by name',
  text: `select ${COLUMNS} from ${FROM} where ${MINE} and s.type = $2 and s.name = $3`,
};
