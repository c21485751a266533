/** Why a change that both parties wanted could not be applied; the words for it stand with the mails and the API's view. */
export const CHANGE_FAILURES = [
  'role-no-longer-held',
  'account-incomplete',
  'unpaid-invoices',
  'service-gone',
  'not-possible',
] as const;
export type ChangeFailure = (typeof CHANGE_FAILURES)[number];

/** The same for a reader of the API. */
export const FAILURE_SENTENCES: Readonly<Record<ChangeFailure, string>> = {
  'role-no-longer-held': 'A contact that was to be changed had been changed otherwise in the meantime',
  'account-incomplete': 'One of the accounts can no longer be a contact: its profile is incomplete',
  'unpaid-invoices': 'The present or the wanted billing contact has an unpaid invoice',
  'service-gone': 'The service has been terminated in the meantime',
  'not-possible': 'The change was no longer possible',
};
