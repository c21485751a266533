import { ConfigurationError, readEnv, requireProduction } from './env.js';

function faultOf(variables: Record<string, string>): string {
  try {
    readEnv(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error(`Nothing was wrong with ${JSON.stringify(variables)}`);
}

describe('the environment', () => {
  it('may be empty: everything in one process, on loopback', () => {
    expect(readEnv({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      PUBLIC_URL: 'http://127.0.0.1:3000',
      DATA_DIR: './data',
      DEMO: 'on',
      ACCOUNT_SUFFIX: 'ovh',
      CONTACT_CHANGE_TTL_HOURS: 168,
    });
    expect(readEnv({})).not.toHaveProperty('DATABASE_URL');
  });

  it('says where it can be reached when it listens elsewhere', () => {
    expect(readEnv({ HOST: '::1', PORT: '80' }).PUBLIC_URL).toBe('http://[::1]:80');
    expect(readEnv({ HOST: 'localhost' }).PUBLIC_URL).toBe('http://localhost:3000');
  });

  it('cannot be changed once it was read', () => {
    expect(Object.isFrozen(readEnv({}))).toBe(true);
  });

  it('has empty variables as if they were not set', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', HOST: '' })).toEqual(readEnv({}));
  });

  it('has no demo on a database of its own unless it is asked for', () => {
    const DATABASE_URL = 'postgres://localhost/mandate';
    expect(readEnv({ DATABASE_URL }).DEMO).toBe('off');
    expect(readEnv({ DATABASE_URL, DEMO: 'on' }).DEMO).toBe('on');
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PUBLIC_URL', 'mandate.example'],
    ['PUBLIC_URL', 'ftp://mandate.example'],
    ['PUBLIC_URL', 'https://mandate.example/'],
    ['PUBLIC_URL', 'https://user:secret@mandate.example'],
    ['DATABASE_URL', 'mysql://localhost/mandate'],
    ['DATABASE_URL', 'localhost'],
    ['AMQP_URL', 'http://localhost'],
    ['AMQP_NAMESPACE', 'Not Possible'],
    ['SMTP_URL', 'mail.example'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'Mandate <nobody>'],
    ['MAIL_FROM', 'a@example.com\r\nBcc: b@example.com'],
    ['ACCOUNT_SUFFIX', 'O2'],
    ['CONTACT_CHANGE_TTL_HOURS', '0'],
    ['CONTACT_CHANGE_TTL_HOURS', 'a week'],
    ['DEMO', 'yes'],
    ['DEMO_PASSWORD', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['SIGN_IN_ATTEMPTS_PER_MINUTE', '-1'],
  ])('with %s=%j is refused in a sentence that names it, and nothing else', (name, value) => {
    const [first, ...faults] = faultOf({ MAIL_FROM: 'a@example.com', [name]: value }).split('\n');
    expect(first).toBe('The configuration is not usable:');
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(new RegExp(`^  ${name} \\S+ .{5,}`));
  });

  it('needs a sender for a mail server', () => {
    expect(faultOf({ SMTP_URL: 'smtp://mail.example' })).toContain('MAIL_FROM is required when SMTP_URL is set');
  });

  it('that is wrong in two places says both', () => {
    expect(faultOf({ PORT: 'x', DEMO: 'x' })).toMatch(/PORT .*\n.*DEMO |DEMO .*\n.*PORT /s);
  });

  it('without database, broker and mail server is for one process only', () => {
    expect(() => {
      requireProduction(readEnv({ AMQP_URL: 'amqp://localhost' }));
    }).toThrow(/DATABASE_URL and SMTP_URL/);
  });
});
