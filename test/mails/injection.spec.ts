import { LANGUAGES, type Mail } from '../../src/platform/mail/mail.js';
import PostalMime from 'postal-mime';
import { allMails, freshRenderer, PUBLIC_URL } from './mail-set.js';
import { SmtpRecorder } from './smtp-recorder.js';
import { smtpMailer } from './mail-env.js';

/** reliability.md §5, rows 18 and 19; each is put into every string of every view. */
const HOSTILE = [
  'x\r\nBcc: victim@example.net',
  'x\nRCPT TO:<victim@example.net>',
  'x\r\n.\r\nMAIL FROM:<a@example.net>',
  'x\u2028Bcc: victim@example.net\u2029\u0085y',
  '=?utf-8?q?x=0D=0ABcc:_victim@example.net?=',
  'one@example.net, two@example.net',
  '"one" <one@example.net>;two@example.net',
  'a'.repeat(2_000),
  'é'.repeat(998),
  '😀'.repeat(300),
  '{{token}} {{#each this}}{{.}}{{/each}} {{@root}} {{{publicUrl}}}',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><a href="https://evil.example/">click</a>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  'https://evil.example/login?x=1',
  'evil.example/login',
  'mailto:victim@example.net',
  '</title></head><body onload=alert(1)>',
  'exa\u202Emoc.elp\u202C\u200B\u2066mple\u2069',
  '\uD800 lone \u0000 \u001B[31m \u007F',
  'раураl.com',
] as const;

const WELL_KNOWN = [
  'from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'content-language', 'auto-submitted',
  'x-auto-response-suppress', 'x-mandate-query-id',
]; // prettier-ignore

/** Fields whose value selects a word of ours: anything else there stops the mail, see every-mail.spec.ts. */
const SELECTORS = ['roles', 'reason'];

/** The view with every string replaced, however deep. */
function poisoned(view: object, poison: string): object {
  return Object.fromEntries(
    Object.entries(view).map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string' && !SELECTORS.includes(name)) return [name, poison];
      const nested = name === 'service' && typeof value === 'object' && value !== null;
      return [name, nested ? poisoned(value, poison) : value];
    }),
  );
}

const mails = await allMails();
const recorder = await SmtpRecorder.start();
const mailer = smtpMailer(recorder.url, await freshRenderer());

afterAll(async () => {
  await mailer.onApplicationShutdown();
  await recorder.stop();
});

async function sent(
  mail: Mail,
  language: (typeof LANGUAGES)[number],
  poison: string,
): ReturnType<typeof PostalMime.parse> {
  recorder.clear();
  await mailer.send(mail, { account: poison, email: 'person@example.com', language }, poisoned(mail.sample, poison), {
    messageId: `0199${poison}`,
    queryId: `q${poison}`,
  });
  const [session] = recorder.messages;
  if (!session) throw new Error('nothing was received');
  expect(recorder.messages).toHaveLength(1);
  expect(session.recipients).toEqual(['person@example.com']);
  expect(recorder.commands.filter((line) => /^RCPT/i.test(line))).toEqual(['RCPT TO:<person@example.com>']);
  expect(recorder.commands.filter((line) => /^MAIL/i.test(line))).toHaveLength(1);
  expect(session.source.toString('latin1')).not.toContain('=?utf-8?q?x');
  for (const line of session.source.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  return PostalMime.parse(session.source);
}

describe.each(HOSTILE)('the value %j', (poison) => {
  it.each(mails)('adds nothing to %s', async (_name, mail) => {
    for (const language of LANGUAGES) {
      const email = await sent(mail, language, poison);
      expect(email.headers.map(({ key }) => key).sort()).toEqual([...WELL_KNOWN].sort());
      expect(email.to).toEqual([{ address: 'person@example.com', name: '' }]);
      expect(email.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E]/u);
      const { html = '', text = '' } = email;
      expect(html).not.toMatch(/<(?:script|img|iframe|object|form)\b|<[^>]*\son\w+\s*=\s*["']?alert/i);
      expect(html.match(/<body/g)).toHaveLength(1);
      for (const [, url = ''] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g))
        expect(url.startsWith(`${PUBLIC_URL}/`)).toBe(true);
      for (const [url] of text.matchAll(/\w+:\/\/\S*/g)) expect(url.startsWith(`${PUBLIC_URL}/`)).toBe(true);
      expect(text).not.toMatch(/mailto:|evil\.example\/|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/);
      expect(text.split('\n').filter((line) => /^(?:Bcc|RCPT|MAIL)\b/.test(line))).toEqual([]);
    }
  });
});

it.each([
  'one@example.com,two@example.com',
  'one@example.com two@example.com',
  'one@example.com\r\nRCPT TO:<two@example.com>',
  'Name <one@example.com>',
  'one@example.com>',
  '"one\\"@example.com',
  'one@two@example.com',
  'no-address',
  '',
  `${'a'.repeat(250)}@example.com`,
  'one@example.com\u2028',
  '=?utf-8?q?one?=@exa mple.com',
])('refuses the address %j for good', async (email) => {
  recorder.clear();
  const [[, mail] = []] = mails;
  if (!mail) throw new Error('there are no mails');
  await expect(
    mailer.send(mail, { account: 'xx11111-ovh', email, language: 'en' }, mail.sample, { messageId: '1', queryId: '1' }),
  ).rejects.toMatchObject({ code: 'mail.address-not-usable', kind: 'bad-request' });
  expect(recorder.messages).toEqual([]);
});
