import type { AccountRow } from './an-account.ts';

/** A user of an account as its row has it, with the group by name. */
export interface UserRow {
  readonly account: string;
  readonly login: string;
  readonly email: string;
  readonly group: 'ADMIN' | 'DEFAULT' | 'UNPRIVILEGED';
  readonly passwordHash: string;
}

/** A user who has chosen a password already; the privilege is that of the group. */
export const aUser = (account: AccountRow, changes: Partial<UserRow> & Pick<UserRow, 'login'>): UserRow => ({
  account: account.nichandle,
  email: `${changes.login}@${account.nichandle}.example`,
  group: 'DEFAULT',
  passwordHash: account.passwordHash,
  ...changes,
});

/** What a user types to sign in. */
export const loginOf = (account: AccountRow, { login }: UserRow): string => `${account.customerCode}/${login}`;
