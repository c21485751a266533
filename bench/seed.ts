import { createHash } from 'node:crypto';
import type pg from 'pg';

/** A token as clients send it; its digest is what the database knows. */
export const tokenOf = (name: string): string => createHash('sha256').update(`bench ${name}`).digest('base64url');

export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface SeededAccount {
  readonly nichandle: string;
  /** Of the group DEFAULT. */
  readonly groupId: number;
  /** Session of the account's holder, or of its administrator `user-00000000`. */
  readonly token: string;
}

/** Opens an account with its three groups and a signed-in holder. */
export async function seedAccount(client: pg.Client, nichandle: string, number: number): Promise<SeededAccount> {
  await client.query(
    `insert into account (nichandle, customer_code, email, firstname, name, language, country, state, profile, created_at)
     values ($1, $2, $3, 'Ada', 'Bench', 'en_GB', 'GB', 'complete', '{}', now())`,
    [nichandle, `9999-${String(number).padStart(5, '0')}`, `${nichandle}@example.com`],
  );
  const { rows } = await client.query<{ id: string; name: string }>(
    `insert into identity_group (account, name, role, default_group, created_at, updated_at)
     select $1, name, role, true, now(), now()
     from (values ('ADMIN', 'ADMIN'), ('DEFAULT', 'REGULAR'), ('UNPRIVILEGED', 'UNPRIVILEGED')) as g (name, role)
     returning id, name`,
    [nichandle],
  );
  const token = tokenOf(nichandle);
  await client.query(
    `insert into session (digest, account, created_at, expires_at) values ($1, $2, now(), now() + interval '12 hours')`,
    [digestOf(token), nichandle],
  );
  return { nichandle, groupId: Number(rows.find(({ name }) => name === 'DEFAULT')?.id), token };
}

/** Users `user-00000000`, `user-00000001`, … in order of creation. */
export async function seedUsers(
  client: pg.Client,
  { nichandle, groupId }: SeededAccount,
  count: number,
): Promise<void> {
  await client.query(
    `insert into identity_user (account, login, email, description, group_id, status, created_at, updated_at,
       password_updated_at, last_sign_in_at)
     select $1, 'user-' || lpad(n::text, 8, '0'), 'user-' || n || '@example.com', 'Looks after the web sites', $2, 'OK',
       now(), now(), now(), now()
     from generate_series(0, $3::integer - 1) as n order by n`,
    [nichandle, groupId, count],
  );
}
