/**
 * The baseline of mailing: nodemailer's pool alone, sending mails that were rendered before.
 *
 *   bare-mail.ts SMTP_PORT
 *
 * Then `{ send: count }` sends so many and answers `{ perSecond }`.
 */
import nodemailer from 'nodemailer';
import { product } from '../dist.ts';

const { MailRenderer } = await product<typeof import('../../src/platform/mail/mail-renderer.js')>(
  'platform/mail/mail-renderer.js',
);
const { mailMessage } = await product<typeof import('../../src/platform/mail/mail-message.js')>(
  'platform/mail/mail-message.js',
);
const { contactChangeDone } = await product<typeof import('../../src/modules/contacts/contacts.mails.js')>(
  'modules/contacts/contacts.mails.js',
);

// The figures of the product's own pool.
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  pool: true,
  maxConnections: 10,
  maxMessages: 1_000,
});
const renderer = new MailRenderer();
const origin = { from: { name: 'Mandate', address: 'mandate@example.com' }, host: 'mandate.example.com' };

function message(n: number): ReturnType<typeof mailMessage> {
  const to = { account: 'mm00001-ovh', email: 'mm00001-ovh@example.com', language: 'en' } as const;
  const view = { ...contactChangeDone.sample, changeId: n };
  const frame = { account: to.account, publicUrl: 'http://127.0.0.1:3000' };
  const rendered = renderer.render(contactChangeDone, to.language, view, frame);
  return mailMessage(rendered, to, { messageId: `bare-${String(n)}`, queryId: `bare-${String(n)}` }, origin);
}

async function send(count: number): Promise<{ perSecond: number }> {
  const messages = Array.from({ length: count }, (_, n) => message(n));
  const begun = performance.now();
  await Promise.all(messages.map((mail) => transport.sendMail(mail)));
  return { perSecond: (count * 1000) / (performance.now() - begun) };
}

process.on('message', ({ send: count }: { send: number }) => {
  void send(count).then((result) => process.send?.(result));
});
process.send?.('ready');
