import { contactChangeDone } from '../../src/modules/contacts/contacts.mails.js';
import type { MailEnvelope, Recipient } from '../../src/platform/mail/mailer.js';
import type { SmtpMailer } from '../../src/platform/mail/smtp-mailer.js';
import PostalMime from 'postal-mime';
import { smtpMailer } from './mail-env.js';
import { freshRenderer } from './mail-set.js';
import { type Behaviour, reply, SmtpRecorder } from './smtp-recorder.js';

const renderer = await freshRenderer();
const TO: Recipient = { account: 'xx11111-ovh', email: 'person@example.com', language: 'en' };
const ENVELOPE: MailEnvelope = { messageId: '0199f7a2-6d1e-7c3a-9f00-3a4b5c6d7e8f', queryId: 'EU.ext-1.abc' };

const started: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
});

async function mailerTo(
  behaviour: Behaviour = {},
  query = '',
): Promise<{ mailer: SmtpMailer; recorder: SmtpRecorder }> {
  const recorder = await SmtpRecorder.start(behaviour);
  const mailer = smtpMailer(recorder.url + query, renderer);
  started.push(
    () => recorder.stop(),
    () => mailer.onApplicationShutdown(),
  );
  return { mailer, recorder };
}

const send = (mailer: SmtpMailer, envelope = ENVELOPE): Promise<void> =>
  mailer.send(contactChangeDone, TO, contactChangeDone.sample, envelope);

describe('a message on the wire', () => {
  it('carries the identity of its delivery and says that a machine wrote it', async () => {
    const { mailer, recorder } = await mailerTo();
    await send(mailer);
    await send(mailer);

    const [first, again] = await Promise.all(recorder.messages.map(({ source }) => PostalMime.parse(source)));
    if (!first) throw new Error('nothing was received');
    expect(first.messageId).toBe('<0199f7a2-6d1e-7c3a-9f00-3a4b5c6d7e8f@mandate.example>');
    expect(again?.messageId).toBe(first.messageId);
    expect(Object.fromEntries(first.headers.map(({ key, value }) => [key, value]))).toMatchObject({
      'auto-submitted': 'auto-generated',
      'content-language': 'en',
      'x-mandate-query-id': 'EU.ext-1.abc',
    });
    expect(first.from).toEqual({ name: 'Mandate', address: 'no-reply@mandate.example' });
    expect(Date.parse(first.date ?? '')).not.toBeNaN();
    expect(recorder.messages[0]).toMatchObject({
      from: 'no-reply@mandate.example',
      recipients: ['person@example.com'],
    });
  });

  it('carries HTML and text that say the same in UTF-8', async () => {
    const { mailer, recorder } = await mailerTo();
    await mailer.send(contactChangeDone, { ...TO, language: 'fr' }, contactChangeDone.sample, ENVELOPE);
    const { subject, html, text } = await PostalMime.parse(recorder.messages[0]?.source ?? Buffer.alloc(0));
    expect(subject).toBe('[xx11111-ovh] Changement de contact 42 pour example.com\u00A0: effectué');
    for (const part of [html, text]) expect(part).toContain('a été accepté et a pris effet');
  });
});

describe('a refusal', () => {
  it.each([
    ['of the recipient for now', { onRecipient: () => reply(450, '4.2.1 mailbox busy') }],
    ['of the message for now', { onMessage: () => Promise.resolve(reply(451, '4.3.0 try later')) }],
    ['of our sender, which an operator has to set right', { onMailFrom: () => reply(550, '5.7.1 sender not allowed') }],
  ] satisfies [string, Behaviour][])('%s may be tried again', async (_what, behaviour) => {
    const { mailer } = await mailerTo(behaviour);
    await expect(send(mailer)).rejects.toMatchObject({ code: 'mail.not-taken', kind: 'unavailable' });
  });

  it.each([
    ['of the recipient', { onRecipient: () => reply(550, '5.1.1 <person@example.com> unknown') }, '550 5.1.1'],
    ['of the message', { onMessage: () => Promise.resolve(reply(554, '5.6.0 not liked')) }, '554 5.6.0'],
  ] satisfies [string, Behaviour, string][])('%s for good may not', async (_what, behaviour, status) => {
    const { mailer } = await mailerTo(behaviour);
    const refused = send(mailer);
    await expect(refused).rejects.toMatchObject({ code: 'mail.rejected', kind: 'bad-request' });
    await expect(refused).rejects.toThrow(`xx11111-ovh for good (${status})`);
    await expect(refused).rejects.not.toThrow('person@example.com');
  });

  it('by nobody, because nobody listens, may be tried again and names no password', async () => {
    const recorder = await SmtpRecorder.start();
    const url = recorder.url.replace('//', '//user:s3cret@');
    await recorder.stop();
    const mailer = smtpMailer(url, renderer);
    const refused = send(mailer);
    await expect(refused).rejects.toMatchObject({ code: 'mail.not-taken', kind: 'unavailable' });
    await expect(refused).rejects.not.toThrow('s3cret');
    await mailer.onApplicationShutdown();
  });

  it('of one message does not harm the next', async () => {
    const refusals = [reply(550, '5.1.1 unknown')];
    const { mailer, recorder } = await mailerTo({ onRecipient: () => refusals.pop() });
    await expect(send(mailer)).rejects.toMatchObject({ code: 'mail.rejected' });
    await send(mailer);
    expect(recorder.messages).toHaveLength(1);
  });
});

describe('a server that wants TLS and a password', () => {
  async function guarded(credentials: string, query: string): Promise<{ mailer: SmtpMailer; recorder: SmtpRecorder }> {
    const recorder = await SmtpRecorder.start(
      {},
      {
        secure: true,
        // With its built-in certificate, and without its warning about it.
        logger: false,
        authOptional: false,
        onAuth: ({ username, password }, _session, done) => {
          const known = username === 'mandate' && password === 'p@ss/word';
          done(known ? null : reply(535, '5.7.8 no'), known ? { user: username } : undefined);
        },
      },
    );
    const mailer = smtpMailer(recorder.url.replace('smtp://', `smtps://${credentials}@`) + query, renderer);
    started.push(
      () => recorder.stop(),
      () => mailer.onApplicationShutdown(),
    );
    return { mailer, recorder };
  }

  it('gets both from SMTP_URL', async () => {
    const { mailer, recorder } = await guarded('mandate:p%40ss%2Fword', '/?tls.rejectUnauthorized=false');
    await send(mailer);
    expect(recorder.messages).toHaveLength(1);
  });

  it.each([
    ['a wrong password', 'mandate:wr0ng', '/?tls.rejectUnauthorized=false'],
    ['a certificate that nobody vouches for', 'mandate:p%40ss%2Fword', ''],
  ])('gets nothing with %s, and no mail is lost', async (_what, credentials, query) => {
    const { mailer, recorder } = await guarded(credentials, query);
    const refused = send(mailer);
    await expect(refused).rejects.toMatchObject({ code: 'mail.not-taken', kind: 'unavailable' });
    await expect(refused).rejects.not.toThrow(/wr0ng|p@ss/);
    expect(recorder.messages).toEqual([]);
  });
});

describe('the pool', () => {
  it('sends over a few connections, as many as SMTP_URL allows', async () => {
    const { mailer, recorder } = await mailerTo({}, '/?maxConnections=2');
    const ids = Array.from({ length: 60 }, (_, index) => `message-${String(index)}`);
    await Promise.all(ids.map((messageId) => send(mailer, { ...ENVELOPE, messageId })));
    const received = await Promise.all(recorder.messages.map(({ source }) => PostalMime.parse(source)));
    expect(received.map(({ messageId }) => messageId).sort()).toEqual(
      ids.map((id) => `<${id}@mandate.example>`).sort(),
    );
    expect(recorder.connections).toBe(2);
  });

  it('lets the server finish what it is taking, then closes', async () => {
    const taking = Promise.withResolvers<undefined>();
    const arrived = Promise.withResolvers<undefined>();
    const { mailer, recorder } = await mailerTo({
      onMessage: () => {
        arrived.resolve(undefined);
        return taking.promise;
      },
    });
    const sending = send(mailer);
    await arrived.promise;
    const stopping = mailer.onApplicationShutdown();
    await expect(send(mailer)).rejects.toMatchObject({ code: 'mail.not-taken' });
    taking.resolve(undefined);
    await Promise.all([sending, stopping]);
    expect(recorder.messages).toHaveLength(1);
    await recorder.left();
  });
});
