import { discoverEntities } from '../../../test/helpers/discover-entities.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import { type Role, type Standing } from '../rbac/index.js';
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

const own = (name: string, role: Role): IdentityGroup =>
  IdentityGroup.create('HOLDER', { account: 'xx11111-ovh', name, role, description: null }, NOW);

describe('several groups', () => {
  it.each<[Role, string, Role[]]>([
    ['REGULAR', 'DEFAULT', []],
    ['REGULAR', 'DEFAULT', ['UNPRIVILEGED', 'NONE']],
    ['ADMIN', 'UNPRIVILEGED', ['REGULAR', 'ADMIN']],
  ])('give the highest role, %s, of the main group %s and %j', (role, main, extra) => {
    const user = create(main);
    for (const [n, one] of extra.entries()) user.join('HOLDER', own(`group-${String(n)}`, one), NOW);
    expect(user.role).toBe(role);
  });

  it('put a user as far out of reach as the highest of them', () => {
    const user = create('UNPRIVILEGED');
    user.join('HOLDER', own('bosses', 'ADMIN'), NOW);
    for (const act of [
      (): unknown => user.edit('REGULAR', { description: 'x' }, NOW),
      (): void => { user.disable('REGULAR', NOW); },
      (): void => { user.join('REGULAR', own('more', 'NONE'), NOW); },
      (): void => { user.askForReset('REGULAR', { revoke: true }, NOW); },
    ]) expectDomainError('accounts.above-yourself', act); // prettier-ignore
  });

  it('take a user once, and let go of all but the main one', () => {
    const user = create('DEFAULT');
    const extra = own('extra', 'NONE');
    user.join('HOLDER', extra, NOW);
    for (const group of [extra, groupOf('DEFAULT')])
      expectDomainError('accounts.already-in-group', () => {
        user.join('HOLDER', group, NOW);
      });
    user.leave('HOLDER', extra, NOW);
    expectDomainError('accounts.not-in-group', () => {
      user.leave('HOLDER', extra, NOW);
    });
    expectDomainError('accounts.main-group', () => {
      user.leave('HOLDER', groupOf('DEFAULT'), NOW);
    });
  });

  it('are given by nobody who stands lower', () => {
    expectDomainError('accounts.above-yourself', () => {
      create('UNPRIVILEGED').join('REGULAR', own('bosses', 'ADMIN'), NOW);
    });
  });
});

describe('a change', () => {
  it('names what changed, and nothing else', () => {
    const user = create();
    expect(user.edit('HOLDER', { email: 'jane@example.com', group: groupOf('DEFAULT') }, inHours(1))).toEqual([]);
    expect(user.updatedAt).toEqual(NOW);
    const changes = { email: 'new@example.com', group: groupOf('ADMIN'), description: 'd' };
    expect(user.edit('HOLDER', changes, inHours(1))).toEqual(['email', 'group', 'description']);
    expect(user).toMatchObject({ email: 'new@example.com', description: 'd', role: 'ADMIN', updatedAt: inHours(1) });
  });

  it('moves nobody to a group above whoever asks', () => {
    const user = create('UNPRIVILEGED');
    expectDomainError('accounts.above-yourself', () => user.edit('REGULAR', { group: groupOf('ADMIN') }, NOW));
    expect(user.role).toBe('UNPRIVILEGED');
  });

  it('to a group that the user is in besides makes it the main one only', () => {
    const user = create();
    const extra = own('extra', 'ADMIN');
    user.join('HOLDER', extra, NOW);
    user.edit('HOLDER', { group: extra }, NOW);
    expect([user.extraGroups.length, user.group.unwrap()]).toEqual([0, extra]);
  });

  it('of the address kills the links that were mailed to the old one', () => {
    const guest = invited();
    guest.invite(NOW);
    guest.edit('HOLDER', { email: 'new@example.com' }, NOW);
    expect(guest.invitationDigest).toBeNull();
    const user = given();
    user.askForReset('HOLDER', { revoke: false }, NOW);
    user.issueReset(NOW);
    user.edit('HOLDER', { email: 'new@example.com' }, NOW);
    expect([user.resetDigest, user.awaitsReset(NOW)]).toEqual([null, false]);
  });

  it('leaves whoever has no password an address', () => {
    expectDomainError('accounts.email-or-password-needed', () => invited().edit('HOLDER', { email: null }, NOW));
    expect(given().edit('HOLDER', { email: null }, NOW)).toEqual(['email']);
  });
});
