import type { AccountRow } from './an-account.ts';

/** A service as its row has it; contacts are nichandles. */
export interface ServiceRow {
  readonly type: string;
  readonly name: string;
  readonly contactAdmin: string;
  readonly contactTech: string;
  readonly contactBilling: string;
}

let made = 0;

/** The next service, a VPS unless told otherwise, of which one account is all three contacts. */
export function aService({ nichandle }: AccountRow, changes: Partial<ServiceRow> = {}): ServiceRow {
  made += 1;
  return {
    type: 'vps',
    name: `vps-${String(made)}.example.net`,
    contactAdmin: nichandle,
    contactTech: nichandle,
    contactBilling: nichandle,
    ...changes,
  };
}
