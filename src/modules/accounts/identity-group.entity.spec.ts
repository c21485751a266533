import { discoverEntities } from '../../../test/helpers/discover-entities.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import type { Role, Standing } from '../rbac/index.js';
import { IdentityGroup } from './identity-group.entity.js';

discoverEntities(IdentityGroup);

const NOW = new Date('2026-11-20T09:00:00Z');
const LATER = new Date('2026-11-20T10:00:00Z');
const DEFAULTS = IdentityGroup.defaultsOf('xx11111-ovh', NOW);

const create = (role: Role, by: Standing = 'HOLDER'): IdentityGroup =>
  IdentityGroup.create(by, { account: 'xx11111-ovh', name: 'web-sites', role, description: null }, NOW);

it.each<[Standing, Role]>([
  ['REGULAR', 'ADMIN'],
  ['UNPRIVILEGED', 'REGULAR'],
])('%s makes no group of the role %s', (by, role) => {
  expectDomainError('accounts.above-yourself', () => create(role, by));
});

it.each(DEFAULTS)('the default group $name can be neither changed nor deleted', (group) => {
  expectDomainError('accounts.default-group', () => group.edit('HOLDER', { role: 'NONE' }, NOW));
  expectDomainError('accounts.default-group', () => {
    group.mustBeDeletable('HOLDER', 0);
  });
});

it('a change names what changed', () => {
  const group = create('NONE');
  expect(group.edit('ADMIN', { role: 'NONE', description: null }, LATER)).toEqual([]);
  expect(group.updatedAt).toEqual(NOW);
  expect(group.edit('ADMIN', { role: 'ADMIN', description: 'd' }, LATER)).toEqual(['role', 'description']);
  expect(group).toMatchObject({ role: 'ADMIN', description: 'd', updatedAt: LATER });
});

it('nobody gives a group a role above their own, nor lowers one that is above', () => {
  expectDomainError('accounts.above-yourself', () => create('NONE').edit('REGULAR', { role: 'ADMIN' }, NOW));
  expectDomainError('accounts.above-yourself', () => create('ADMIN').edit('REGULAR', { role: 'NONE' }, NOW));
  expectDomainError('accounts.above-yourself', () => {
    create('ADMIN').mustBeDeletable('REGULAR', 0);
  });
});

it.each([
  [1, '1 user:'],
  [12, '12 users:'],
])('a group that still has %i users says so instead of being deleted', (users, words) => {
  const { message } = expectDomainError('accounts.group-has-users', () => {
    create('NONE').mustBeDeletable('HOLDER', users);
  });
  expect(message).toContain(words);
});
