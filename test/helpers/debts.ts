import type { AccountRow } from '../factories/an-account.js';
import type { RunningApp } from './start-app.js';

/** Makes an account owe that many invoices, as the billing service would say. */
export async function owes(app: RunningApp, { nichandle }: AccountRow, invoices: number): Promise<void> {
  await app.sql('update account set unpaid_invoices = ? where nichandle = ?', [invoices, nichandle]);
}
