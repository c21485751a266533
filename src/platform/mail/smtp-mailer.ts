import type { OnApplicationShutdown } from '@nestjs/common';
import nodemailer, { type NodemailerError } from 'nodemailer';
import type { Env } from '../config/env.js';
import type { DomainError } from '../errors/domain-error.js';
import type { Mail } from './mail.js';
import { mailErrors } from './mail.errors.js';
import { mailMessage, mailOriginOf } from './mail-message.js';
import type { MailRenderer } from './mail-renderer.js';
import { Mailer, type MailEnvelope, type Recipient } from './mailer.js';

/** The URL's own options win, as in `smtps://user:password@mail.example.com/?maxConnections=20&tls.servername=…`. */
const POOL = {
  pool: true,
  maxConnections: 10,
  maxMessages: 1_000,
  /** Messaging retries with a growing delay; the pool only bridges a connection that was closed while idle. */
  maxRequeues: 2,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 60_000,
} as const;

/** How long a stop waits for mails that the server is just taking. */
const CLOSE_DEADLINE_MS = 10_000;

/** Hands mails to a server over pooled SMTP connections. */
export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  private readonly origin;
  private readonly publicUrl: string;
  private readonly transport;
  private readonly inFlight = new Set<Promise<unknown>>();
  private closed = false;

  /** @param url where the server is, `SMTP_URL` */
  constructor(
    url: string,
    env: Readonly<Env>,
    private readonly renderer: MailRenderer,
  ) {
    super();
    this.origin = mailOriginOf(env);
    this.publicUrl = env.PUBLIC_URL;
    this.transport = nodemailer.createTransport({ ...POOL, url });
  }

  /**
   * @throws {DomainError} `mail.not-taken` (unavailable) when trying again may help, `mail.rejected` or
   * `mail.address-not-usable` when it cannot
   */
  async send<View extends object>(mail: Mail<View>, to: Recipient, view: View, envelope: MailEnvelope): Promise<void> {
    if (this.closed) throw mailErrors.notTaken('this process is stopping');
    const frame = { account: to.account, publicUrl: this.publicUrl };
    const rendered = this.renderer.render(mail, to.language, view, frame);
    const sending = this.transport.sendMail(mailMessage(rendered, to, envelope, this.origin));
    this.inFlight.add(sending);
    try {
      await sending;
    } catch (error) {
      throw refusal(error as NodemailerError, to.account);
    } finally {
      this.inFlight.delete(sending);
    }
  }

  /** Lets the server finish what it is taking, then closes every connection. */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    const deadline = new AbortController();
    await Promise.race([Promise.allSettled(this.inFlight), elapsed(CLOSE_DEADLINE_MS, deadline.signal)]);
    deadline.abort();
    this.transport.close({ force: true });
  }
}

/**
 * A 5xx to the recipient or to the message is final (RFC 5321 §4.2.1). A 5xx to our sign-in or sender is not: an
 * operator has to set it right, and no mail may be lost until then. The server's words stay out of it: they often
 * repeat the address.
 */
function refusal(
  { code = 'no reason given', command, response, responseCode = 0 }: NodemailerError,
  account: string,
): DomainError {
  const status = response === undefined ? code : statusOf(response);
  const final = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return final ? mailErrors.rejected(account, status) : mailErrors.notTaken(command ? `${status}, ${command}` : status);
}

/** `550 5.1.1` of `550 5.1.1 <someone@example.com> unknown`. */
const statusOf = (response: string): string => /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? 'no status';

function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
}
