import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import { Service } from './service.entity.js';
import { routeOf, SERVICE_PATHS } from './service-paths.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const aService = (): Service =>
  Service.register({
    type: 'domain',
    name: 'example.com',
    contacts: { contactAdmin: 'admin-ovh', contactTech: 'tech-ovh', contactBilling: 'billing-ovh' },
    creation: '2025-11-20',
    expiration: '2027-11-20',
  });

describe('a service', () => {
  it('knows which contacts an account holds', () => {
    const service = aService();
    service.moveContacts(['contactBilling'], 'admin-ovh');
    expect(service.rolesOf('admin-ovh')).toEqual(['contactAdmin', 'contactBilling']);
    expect(service.rolesOf('billing-ovh')).toEqual([]);
    expect(service.contacts.contactTech).toBe('tech-ovh');
  });

  it('lives until it is terminated', () => {
    const service = aService();
    expect(service.alive).toBe(true);
    service.terminate(NOW);
    expect(service.alive).toBe(false);
  });

  it.each(['admin-ovh', 'billing-ovh'])('lets %s change its renewal; what is left out stays', (by) => {
    const service = aService();
    service.changeRenewal(by, { automatic: false, period: 1 });
    expect(service.renew).toEqual({
      automatic: false,
      deleteAtExpiration: false,
      forced: false,
      manualPayment: false,
      period: 1,
    });
  });

  it.each(['tech-ovh', 'stranger-ovh'])('lets %s change nothing of its renewal', (by) => {
    const service = aService();
    const before = service.renew;
    expectDomainError('services.renewal-not-yours', () => {
      service.changeRenewal(by, { automatic: false });
    });
    expect(service.renew).toEqual(before);
  });

  it('is renewed for a number of months that it has', () => {
    const error = expectDomainError('services.renew-period-not-possible', () => {
      aService().changeRenewal('admin-ovh', { period: 7 });
    });
    expect(error.details).toEqual({ 'renew.period': 'Must be one of 1, 12' });
  });
});

describe('the table of paths', () => {
  it('names every type and every path once', () => {
    expect(new Set(SERVICE_PATHS.map(({ type }) => type)).size).toBe(SERVICE_PATHS.length);
    expect(new Set(SERVICE_PATHS.map(({ path }) => path)).size).toBe(SERVICE_PATHS.length);
  });

  it('is read as routes with one parameter', () => {
    expect(routeOf({ type: 'emailDomain', path: '/email/domain/{domain}' })).toEqual({
      route: '1.0/email/domain/:domain',
      parameter: 'domain',
    });
    for (const service of SERVICE_PATHS) expect(routeOf(service).route).toMatch(/^1\.0\/[\w/]+\/:\w+$/);
  });
});
