import { defineError } from '../../platform/errors/domain-error.js';

export const serviceErrors = {
  notFound: defineError(
    'services.not-found',
    'not-found',
    'There is no such service, or the account is no contact of it: the two look the same.',
    (name: string) => `There is no service ${name} of which you are a contact`,
  ),
  renewalNotYours: defineError(
    'services.renewal-not-yours',
    'forbidden',
    'Renewal is for the admin and the billing contact.',
    () => 'Only the admin and the billing contact of a service change how it is renewed',
  ),
  renewPeriodNotPossible: defineError(
    'services.renew-period-not-possible',
    'bad-request',
    'The service cannot be renewed for that many months.',
    (possible: readonly number[]) => ({
      message: `The service can be renewed for ${possible.join(' or ')} months`,
      details: { 'renew.period': `Must be one of ${possible.join(', ')}` },
    }),
  ),
};
