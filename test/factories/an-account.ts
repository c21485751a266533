import { hash } from '@node-rs/argon2';

/** An account as its row has it; the columns that no test looks at get what a new account has. */
export interface AccountRow {
  readonly nichandle: string;
  readonly customerCode: string;
  readonly email: string;
  readonly firstname: string;
  readonly name: string;
  readonly language: string;
  readonly country: string;
  readonly unpaidInvoices: number;
  readonly passwordHash: string;
}

/** Password of every account and user that a factory makes. */
export const PASSWORD = 'seven quiet herons wade';

/** Made once: one hash costs as much as fifty rows. */
const PASSWORD_HASH = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

let made = 0;

/** The next account, complete and without debts; nichandle, customer code and address differ from all made before. */
export function anAccount(changes: Partial<AccountRow> = {}): AccountRow {
  made += 1;
  const digits = String(made).padStart(5, '0');
  const nichandle = changes.nichandle ?? `aa${digits}-ovh`;
  return {
    nichandle,
    customerCode: `7${digits.slice(0, 3)}-${digits.slice(3)}0-01`,
    email: `${nichandle}@customers.example`,
    firstname: 'Ada',
    name: `Customer ${digits}`,
    language: 'en_GB',
    country: 'GB',
    unpaidInvoices: 0,
    passwordHash: PASSWORD_HASH,
    ...changes,
  };
}
