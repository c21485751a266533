/** What a person types as login: the account alone, or the account and one of its users. */
export interface Login {
  /** Nichandle or customer code, lower case. */
  readonly account: string;
  /** Login of the user; absent for the holder. */
  readonly user?: string;
}

/** `xx11111-ovh` or `1234-567-89/john.smith`, blanks around it forgiven. */
export function parseLogin(text: string): Login {
  const [account = '', ...rest] = text.trim().split('/');
  const holder = { account: account.trim().toLowerCase() };
  return rest.length === 0 ? holder : { ...holder, user: rest.join('/').trim() };
}

/** The login of a user as the guide writes it. */
export const formatLogin = (customerCode: string, user: string): string => `${customerCode}/${user}`;

/** Whoever acted on an account, for a mail: the login of the user, or the holder's nichandle when there is none. */
export const formatActor = (account: { nichandle: string; customerCode: string }, user: string | undefined): string =>
  user === undefined ? account.nichandle : formatLogin(account.customerCode, user);
