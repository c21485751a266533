import { discoverEntities } from '../../../test/helpers/discover-entities.js';
import { expectDomainError } from '../../../test/helpers/expect-domain-error.js';
import { IdentityGroup } from './identity-group.entity.js';
import { type CreateUser, IdentityUser } from './identity-user.entity.js';

discoverEntities(IdentityUser, IdentityGroup);

const NOW = new Date('2026-11-20T09:00:00Z');
const inHours = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

function create(changes: Partial<CreateUser> = {}): IdentityUser {
  const wanted = { account: 'xx11111-ovh', name: 'web-sites', role: 'REGULAR', description: null } as const;
  const user = { login: 'jane', email: 'jane@example.com', description: '', ...changes };
  return IdentityUser.create('HOLDER', IdentityGroup.create('HOLDER', wanted, NOW), user, NOW);
}

const invited = (): IdentityUser => create();
const given = (): IdentityUser => create({ passwordHash: 'given' });

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

describe('a reset', () => {
  it('is good for 24 hours and one password, and the old password works until then', () => {
    const user = given();
    user.askForReset('HOLDER', { revoke: false }, NOW);
    const { token, expiresAt } = user.issueReset(NOW);
    expect([expiresAt, user.resetDigest]).toEqual([inHours(24), IdentityUser.digestOfLink(token)]);
    expect(user.passwordHash).toBe('given');
    user.acceptReset('own', inHours(23));
    expect(user).toMatchObject({ status: 'OK', passwordHash: 'own', resetDigest: null });
    expectDomainError('accounts.invalid-reset', () => {
      user.acceptReset('another', inHours(23));
    });
  });

  it('with revoke cuts the password at once, and can be asked for again', () => {
    const user = given();
    user.askForReset('HOLDER', { revoke: true }, NOW);
    expect(user).toMatchObject({ passwordHash: null, awaitsFirstPassword: false });
    user.askForReset('HOLDER', { revoke: false }, inHours(1));
    user.acceptReset('own', inHours(2));
    expect(user.passwordHash).toBe('own');
  });

  it.each<[string, (user: IdentityUser) => void, Date]>([
    ['its time is up', () => undefined, inHours(24)],
    ['the user is disabled', (user) => { user.disable('HOLDER', NOW); }, inHours(1)],
    ['a password was chosen otherwise', (user) => { user.choosePassword('own', NOW); }, inHours(1)],
  ])('is refused when %s', (_, meanwhile, when) => {
    const user = given();
    user.askForReset('HOLDER', { revoke: false }, NOW);
    user.issueReset(NOW);
    meanwhile(user);
    expectDomainError('accounts.invalid-reset', () => {
      user.acceptReset('own', when);
    });
  }); // prettier-ignore

  it('is for whoever has, or had, a password and an address', () => {
    for (const user of [invited(), create({ email: null, passwordHash: 'given' })])
      expectDomainError('accounts.no-reset-possible', () => {
        user.askForReset('HOLDER', { revoke: false }, NOW);
      });
    expectDomainError('accounts.not-awaiting-invitation', () => {
      given().askForInvitation('HOLDER', NOW);
    });
  });
});

it('a mail can be asked for once a minute, five times a day, of whatever kind', () => {
  const user = given();
  const ask = (at: Date): void => {
    user.askForReset('HOLDER', { revoke: false }, at);
  };
  const inSeconds = (seconds: number): Date => inHours(seconds / 3600);
  ask(NOW);
  expect(expectDomainError('accounts.mail-too-soon', () => { ask(inSeconds(20)); }).message).toContain('40 seconds'); // prettier-ignore
  for (const minute of [1, 2, 3, 4]) ask(inSeconds(minute * 60));
  expectDomainError('accounts.mail-too-often', () => {
    ask(inHours(23));
  });
  ask(inHours(24));
});
