import { Account, type OpenAccount } from './account.entity.js';
import { Session } from './session.entity.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const OPEN: OpenAccount = {
  nichandle: 'xx11111-ovh',
  customerCode: '1234-567-89',
  email: 'xx11111@example.com',
  firstname: 'Alix',
  name: 'Martin',
  language: 'fr_CA',
  country: 'CA',
};

describe('an account', () => {
  it('is complete when it can be reached and is known by name', () => {
    expect(Account.open(OPEN, NOW).complete).toBe(true);
    for (const missing of [{ email: '' }, { firstname: '' }, { name: '' }])
      expect(Account.open({ ...OPEN, ...missing }, NOW).complete).toBe(false);
  });

  it('is no longer complete when its name is taken out, and again when it is back', () => {
    const account = Account.open(OPEN, NOW);
    account.edit({ firstname: null });
    expect(account.state).toBe('incomplete');
    account.edit({ firstname: 'Alix' });
    expect(account.state).toBe('complete');
  });

  it.each(['fr_FR', 'fr_CA', 'fr_SN'] as const)('in %s is written to in French', (language) => {
    expect(Account.open({ ...OPEN, language }, NOW).mailLanguage).toBe('fr');
  });

  it.each(['en_GB', 'de_DE', 'fi_FI'] as const)('in %s is written to in English', (language) => {
    expect(Account.open({ ...OPEN, language }, NOW).mailLanguage).toBe('en');
  });

  it('takes over what is given, keeps the rest, and says what changed', () => {
    const account = Account.open(OPEN, NOW);
    expect(account.edit({ city: 'Roubaix', name: 'Martin', country: 'FR', vat: null })).toEqual(['city', 'country']);
    expect(account).toMatchObject({ name: 'Martin', firstname: 'Alix', country: 'FR', profile: { city: 'Roubaix' } });
    expect(account.edit({ city: 'Roubaix' })).toEqual([]);
    expect(account.edit({ city: null })).toEqual(['city']);
  });

  it('always has a language and a country', () => {
    const account = Account.open(OPEN, NOW);
    expect(account.edit({ language: null, country: null })).toEqual([]);
    expect(account).toMatchObject({ language: 'fr_CA', country: 'CA' });
  });
});

describe('a session', () => {
  const opened = (userAgent: string | null): ReturnType<typeof Session.open> =>
    Session.open({ account: 'xx11111-ovh', userId: null, ip: null, userAgent }, NOW);

  it('lasts twelve hours', () => {
    expect(opened(null).session.expiresAt).toEqual(new Date('2026-11-20T21:00:00Z'));
  });

  it('keeps a digest of its token, and as much of the browser’s name as it has room for', () => {
    const { session, token } = opened('x'.repeat(1000));
    expect(JSON.stringify(session)).not.toContain(token);
    expect(session.userAgent).toHaveLength(255);
    expect(opened(null).token).not.toBe(token);
  });
});
