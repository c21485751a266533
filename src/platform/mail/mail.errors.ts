import { defineError } from '../errors/domain-error.js';

/** Kinds matter beyond HTTP here: a delivery that fails as `unavailable` is tried again, any other is parked. */
export const mailErrors = {
  messageNotFound: defineError(
    'mail.message-not-found',
    'not-found',
    'The developer inbox holds no message with this id.',
    (id: string) => ({ message: 'The inbox holds no such message', details: { id: `No message ${id.slice(0, 20)}` } }),
  ),
  sinceNotUnderstood: defineError(
    'mail.since-not-understood',
    'bad-request',
    'The filter `since` is neither the id of a message nor a date.',
    () => ({
      message: 'The filter "since" is not usable',
      details: { since: 'must be the id of a message or a date such as 2026-11-20T10:32:00Z' },
    }),
  ),
  addressNotUsable: defineError(
    'mail.address-not-usable',
    'bad-request',
    'The address of the recipient is not one single e-mail address.',
    (account: string) => `The e-mail address of ${account} is not one single e-mail address`,
  ),
  rejected: defineError(
    'mail.rejected',
    'bad-request',
    'The mail server refused the recipient or the message for good.',
    (account: string, reply: string) => `The mail server refuses mail for ${account} for good (${reply})`,
  ),
  notTaken: defineError(
    'mail.not-taken',
    'unavailable',
    'The mail server could not be reached or did not take the message for now.',
    (why: string) => `The mail server has not taken the message (${why})`,
  ),
};
