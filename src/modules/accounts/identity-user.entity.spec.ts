import { discoverEntities } from '../../../test/helpers/discover-entities.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import { type Standing } from '../rbac/index.js';
import { IdentityGroup } from './identity-group.entity.js';
import { type CreateUser, IdentityUser } from './identity-user.entity.js';

discoverEntities(IdentityUser, IdentityGroup);

const NOW = new Date('2026-11-20T09:00:00Z');
const inHours = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
const GROUPS = new Map(IdentityGroup.defaultsOf('xx11111-ovh', NOW).map((group) => [group.name, group]));

function groupOf(name: string): IdentityGroup {
  const group = GROUPS.get(name);
  if (!group) throw new Error(`There is no default group ${name}`);
  return group;
}

const create = (group = 'DEFAULT', user: Partial<CreateUser> = {}, by: Standing = 'HOLDER'): IdentityUser =>
  IdentityUser.create(by, groupOf(group), { login: 'jane', email: 'jane@example.com', description: '', ...user }, NOW);

const invited = create;
const given = (): IdentityUser => create('DEFAULT', { passwordHash: 'given' });

it('an account starts with one group per privilege, none of which can be taken away', () => {
  expect([...GROUPS.values()].map(({ name, role, defaultGroup }) => [name, role, defaultGroup])).toEqual([
    ['ADMIN', 'ADMIN', true],
    ['DEFAULT', 'REGULAR', true],
    ['UNPRIVILEGED', 'UNPRIVILEGED', true],
  ]);
});

describe('a new user', () => {
  it.each<[Standing, string]>([
    ['REGULAR', 'ADMIN'],
    ['UNPRIVILEGED', 'DEFAULT'],
    ['NONE', 'UNPRIVILEGED'],
  ])('is not given by %s to the higher group %s', (by, group) => {
    expectDomainError('accounts.above-yourself', () => create(group, {}, by));
  });

  it.each<[Standing, string]>([
    ['HOLDER', 'ADMIN'],
    ['ADMIN', 'ADMIN'],
    ['REGULAR', 'UNPRIVILEGED'],
  ])('may be given by %s to %s', (by, group) => {
    expect(create(group, {}, by).account).toBe('xx11111-ovh');
  });

  it('needs an address or a password', () => {
    expectDomainError('accounts.email-or-password-needed', () => create('DEFAULT', { email: null }));
    expect(create('DEFAULT', { email: null, passwordHash: 'given' }).status).toBe('PASSWORD_CHANGE_REQUIRED');
  });

  it('without a password awaits the first one; with one, another', () => {
    expect(invited()).toMatchObject({ status: 'OK', awaitsFirstPassword: true, passwordUpdatedAt: null });
    expect(given()).toMatchObject({ status: 'PASSWORD_CHANGE_REQUIRED', awaitsFirstPassword: false });
  });
});

describe('disabling and enabling', () => {
  it('need somebody who is not below the user', () => {
    const boss = create('ADMIN');
    for (const act of [
      (): void => { boss.disable('REGULAR', NOW); },
      (): void => { boss.enable('REGULAR', NOW); },
      (): void => { boss.mustBeWithinReachOf('UNPRIVILEGED'); },
    ]) expectDomainError('accounts.above-yourself', act); // prettier-ignore
    expect(boss.status).toBe('OK');
    boss.disable('ADMIN', NOW);
    expect(boss.status).toBe('DISABLED');
  });

  it('give back the status from before', () => {
    for (const [user, status] of [
      [invited(), 'OK'],
      [given(), 'PASSWORD_CHANGE_REQUIRED'],
    ] as const) {
      user.disable('HOLDER', NOW);
      user.enable('HOLDER', NOW);
      expect(user.status).toBe(status);
    }
  });

  it('leave a user who is enabled already as they are', () => {
    const user = given();
    user.enable('HOLDER', NOW);
    expect(user.status).toBe('PASSWORD_CHANGE_REQUIRED');
  });
});

describe('choosing a password', () => {
  it('ends the need for another one, for good', () => {
    const user = given();
    user.choosePassword('own', inHours(1));
    expect(user).toMatchObject({ status: 'OK', passwordHash: 'own', passwordUpdatedAt: inHours(1) });
    user.disable('HOLDER', NOW);
    user.enable('HOLDER', NOW);
    expect(user.status).toBe('OK');
  });

  it('does not bring a disabled user back', () => {
    const user = given();
    user.disable('HOLDER', NOW);
    user.choosePassword('own', NOW);
    expect(user.status).toBe('DISABLED');
  });
});

describe('an invitation', () => {
  it('is good for 24 hours and one password', () => {
    const user = invited();
    const { token, expiresAt } = user.invite(NOW);
    expect(expiresAt).toEqual(inHours(24));
    expect(user.invitationDigest).toEqual(IdentityUser.digestOfLink(token));
    user.acceptInvitation('own', inHours(23));
    expect(user).toMatchObject({ status: 'OK', invitationDigest: null, awaitsFirstPassword: false });
    expectDomainError('accounts.invalid-invitation', () => {
      user.acceptInvitation('another', inHours(23));
    });
  });

  it('is dead once another was made', () => {
    const user = invited();
    const { token } = user.invite(NOW);
    user.invite(NOW);
    expect(user.invitationDigest).not.toEqual(IdentityUser.digestOfLink(token));
  });

  it.each<[string, (user: IdentityUser) => void, Date]>([
    ['its time is up', () => undefined, inHours(24)],
    ['the user is disabled', (user) => { user.disable('HOLDER', NOW); }, inHours(1)],
    ['a password was chosen otherwise', (user) => { user.choosePassword('own', NOW); }, inHours(1)],
  ])('is refused when %s', (_, meanwhile, when) => {
    const user = invited();
    user.invite(NOW);
    meanwhile(user);
    expectDomainError('accounts.invalid-invitation', () => {
      user.acceptInvitation('first', when);
    });
  }); // prettier-ignore
});
