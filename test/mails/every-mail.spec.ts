import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGE_FAILURES } from '../../src/modules/contacts/change-failure.js';
import { contactChangeFailed } from '../../src/modules/contacts/contacts.mails.js';
import { CONTACT_TYPES } from '../../src/modules/services/contact-type.js';
import { SERVICE_PATHS } from '../../src/modules/services/service-paths.js';
import { LANGUAGES, type Language, type Mail } from '../../src/platform/mail/mail.js';
import { FRAME_NAMES, MailRenderer } from '../../src/platform/mail/mail-renderer.js';
import { allMails, FRAME, freshTemplates, PUBLIC_URL } from './mail-set.js';
import { templateNames } from './template-names.js';

const root = await freshTemplates();
const renderer = new MailRenderer(root);
const mails = await allMails();
const cases = mails.flatMap(([name, mail]) => LANGUAGES.map((language) => [name, language, mail] as const));

const render = (mail: Mail, language: Language): ReturnType<MailRenderer['render']> =>
  renderer.render(mail, language, mail.sample, FRAME);
const links = (html: string): string[] =>
  [...html.matchAll(/\shref="([^"]*)"/g)].map(([, url = '']) => unescapeHtml(url));
const unescapeHtml = (text: string): string =>
  text
    .replace(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&amp;', '&');
const tokenOf = ({ sample }: Mail): string | undefined => (sample as { token?: string }).token;

it('finds the mails of every module', () => {
  expect(mails.map(([name]) => name)).toEqual(
    expect.arrayContaining(['contactChangeRequest', 'contactChanged', 'userInvitation', 'passwordChanged']),
  );
});

describe.each(cases)('%s in %s', (_name, language, mail) => {
  const { subject, html, text } = render(mail, language);

  it('reads as it did', () => {
    expect(`${subject}\n\n${text}`).toMatchSnapshot();
  });

  it('leaves no placeholder behind', () => {
    for (const part of [subject, html, text]) expect(part).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN|Invalid Date/);
  });

  it('names the account in its one-line subject', () => {
    expect(subject).toMatch(/^\[xx11111-ovh\] \S/);
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(subject.length).toBeLessThan(150);
  });

  it('is accessible HTML of moderate size that loads nothing', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}" dir="ltr"`, 'i'));
    expect(html).toContain(`<title>`);
    for (const [table] of html.matchAll(/<table[^>]*>/g)) {
      expect(table.includes('role="presentation"') || html.includes(`${table}\n<tr><th scope="row">`)).toBe(true);
    }
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object|form|svg|video)\b|@import|url\(|\ssrc=|\son\w+=/i);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });

  it('links only below the public address, and says so', () => {
    const urls = links(html);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url.startsWith(`${PUBLIC_URL}/`)).toBe(true);
    for (const [url] of text.matchAll(/https?:\/\/\S+/g)) expect(url.startsWith(`${PUBLIC_URL}/`)).toBe(true);
    for (const url of urls) expect(text).toContain(url);
    expect(html).toContain(`${PUBLIC_URL}/`);
  });

  it('keeps a token to the fragment of its link and to the code', () => {
    const token = tokenOf(mail);
    if (token === undefined) return;
    for (const url of links(html)) expect(url.split('#')[0]).not.toContain(token);
    expect(links(html).filter((url) => url.endsWith(`#token=${token}`))).toHaveLength(1);
    expect(html.split(token)).toHaveLength(3);
    expect(text.split(token)).toHaveLength(3);
    expect(text).toMatch(new RegExp(`^${token}$`, 'm'));
    expect(subject).not.toContain(token);
  });

  it('turns no name into a link', () => {
    const outsideAnchors = html.replace(/<title>.*?<\/title>|<a\b[^>]*>.*?<\/a>|<[^>]*>/gs, '');
    const { service } = mail.sample as { service?: { name: string } };
    if (service) expect(outsideAnchors).not.toContain(service.name);
  });

  it('reads only what its view and the frame hold', () => {
    for (const part of ['subject', 'html', 'text']) {
      const names = templateNames(readFileSync(join(root, mail.template, `${language}.${part}.hbs`), 'utf8'));
      expect(Object.keys(mail.sample)).toEqual(expect.arrayContaining([...names.view]));
      expect(FRAME_NAMES).toEqual(expect.arrayContaining([...names.frame]));
    }
  });
});

describe('the words of both languages', () => {
  const [fr, en] = LANGUAGES.map(
    (language) => JSON.parse(readFileSync(join(root, `words.${language}.json`), 'utf8')) as Record<string, object>,
  );

  it('name the same things', () => {
    const names = (words: Record<string, object> = {}): string[] =>
      Object.entries(words).flatMap(([section, entries]) => Object.keys(entries).map((name) => `${section}.${name}`));
    expect(names(fr)).toEqual(names(en));
  });

  it.each(CHANGE_FAILURES)('have a sentence for a change that failed as %s', (reason) => {
    for (const language of LANGUAGES) {
      const { text } = renderer.render(contactChangeFailed, language, { ...contactChangeFailed.sample, reason }, FRAME);
      expect(text).not.toContain(reason);
    }
  });

  it('cover every role and every type of service that there is, and no other', () => {
    for (const words of [fr, en]) {
      expect(Object.keys(words?.role ?? {}).sort()).toEqual([...CONTACT_TYPES].sort());
      expect(Object.keys(words?.serviceType ?? {}).sort()).toEqual(SERVICE_PATHS.map(({ type }) => type).sort());
    }
  });

  it('fall back to the wire name of a service type that they do not know', () => {
    const view = { ...contactChangeFailed.sample, service: { type: 'teleporter', name: 'pool-7' } };
    expect(renderer.render(contactChangeFailed, 'en', view, FRAME).text).toContain('pool-7 (teleporter)');
  });

  it('refuse a role that they do not know', () => {
    const view = { ...contactChangeFailed.sample, roles: ['contactOwner'] } as never;
    expect(() => renderer.render(contactChangeFailed, 'en', view, FRAME)).toThrow('No word for role "contactOwner"');
  });
});
