import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { AccountRow } from './an-account.ts';
import type { ServiceRow } from './a-service.ts';
import type { UserRow } from './a-user.ts';

/** Everything that a test wants to be there, many at once. */
export interface Rows {
  readonly accounts?: readonly AccountRow[];
  readonly users?: readonly UserRow[];
  readonly services?: readonly ServiceRow[];
}

const ACCOUNTS = `
  insert into account (nichandle, customer_code, email, firstname, name, language, country, state, profile,
                       unpaid_invoices, password_hash, password_updated_at, created_at)
  select nichandle, "customerCode", email, firstname, name, language, country, 'complete', '{}',
         "unpaidInvoices", "passwordHash", now(), now()
    from jsonb_to_recordset($1) as given (nichandle text, "customerCode" text, email text, firstname text, name text,
                                          language text, country text, "unpaidInvoices" integer, "passwordHash" text)`;
/** The groups that every account has from the start (product §2). */
const GROUPS = `
  insert into identity_group (account, name, role, default_group, created_at, updated_at)
  select given.nichandle, standard.name, standard.role, true, now(), now()
    from jsonb_to_recordset($1) as given (nichandle text),
         (values ('ADMIN', 'ADMIN'), ('DEFAULT', 'REGULAR'), ('UNPRIVILEGED', 'UNPRIVILEGED')) as standard (name, role)`;
const USERS = `
  insert into identity_user (account, login, email, description, group_id, status, password_hash, password_updated_at,
                             created_at, updated_at)
  select given.account, login, email, '', identity_group.id, 'OK', "passwordHash", now(), now(), now()
    from jsonb_to_recordset($1) as given (account text, login text, email text, "group" text, "passwordHash" text)
    join identity_group on identity_group.account = given.account and identity_group.name = given."group"`;
const SERVICES = `
  insert into service (type, name, contact_admin, contact_tech, contact_billing, status, creation, expiration,
                       renewal_type, can_delete_at_expiration)
  select type, name, "contactAdmin", "contactTech", "contactBilling", 'ok', '2025-11-20', '2035-11-20',
         'automaticV2016', true
    from jsonb_to_recordset($1) as given (type text, name text, "contactAdmin" text, "contactTech" text,
                                          "contactBilling" text)`;
const SESSIONS = `
  insert into session (digest, account, created_at, expires_at)
  select decode(digest, 'hex'), account, now(), now() + interval '12 hours'
    from jsonb_to_recordset($1) as given (digest text, account text)`;

/** Runs `work` on a connection of its own. */
export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Writes rows straight into a migrated database: for processes that seed nothing themselves. */
export async function insert(url: string, { accounts = [], users = [], services = [] }: Rows): Promise<void> {
  await withDatabase(url, async (client) => {
    await client.query(ACCOUNTS, [JSON.stringify(accounts)]);
    await client.query(GROUPS, [JSON.stringify(accounts)]);
    await client.query(USERS, [JSON.stringify(users)]);
    await client.query(SERVICES, [JSON.stringify(services)]);
  });
}

/**
 * Opens a session per account without the cost of signing in, for tests of something else.
 *
 * @returns the session token of each nichandle
 */
export async function insertSessions(url: string, accounts: readonly AccountRow[]): Promise<Map<string, string>> {
  const tokens = new Map(accounts.map(({ nichandle }) => [nichandle, randomBytes(32).toString('base64url')]));
  const rows = [...tokens].map(([account, token]) => ({
    account,
    digest: createHash('sha256').update(token).digest('hex'),
  }));
  await withDatabase(url, (client) => client.query(SESSIONS, [JSON.stringify(rows)]));
  return tokens;
}
