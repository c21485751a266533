import type { SendMailOptions } from 'nodemailer';
import type { Env } from '../config/env.js';
import { mailErrors } from './mail.errors.js';
import type { RenderedMail } from './mail-renderer.js';
import type { MailEnvelope, Recipient } from './mailer.js';

/** Sender and identity of this installation, read from the environment once. */
export interface MailOrigin {
  readonly from: { readonly name: string; readonly address: string };
  /** Right-hand side of every Message-ID. */
  readonly host: string;
}

/** Without a sender of its own an installation has no SMTP server either: this one is seen in the developer inbox only. */
const DEVELOPER_SENDER = 'Mandate <mandate@localhost>';

/** RFC 5321 §4.5.3.1.3: a path is 256 octets, angle brackets included. */
const LONGEST_ADDRESS = 254;

/** One address and nothing that could end it, name a second one or start a comment. Quoted local parts are not taken. */
const ONE_ADDRESS = /^[^\s\p{C}\p{Z}()<>[\]\\,;:"@]+@[^\s\p{C}\p{Z}()<>[\]\\,;:"@]+$/u;

export function mailOriginOf(env: Env): MailOrigin {
  const [, name = '', address = ''] = /^(.*?)\s*<?([^<>\s]+)>?\s*$/.exec(env.MAIL_FROM ?? DEVELOPER_SENDER) ?? [];
  return { from: { name: name.replaceAll('"', ''), address }, host: new URL(env.PUBLIC_URL).hostname };
}

/**
 * The message as nodemailer takes it. Addresses go in as objects, never as text to be parsed, and the envelope names
 * its one recipient itself: nothing in a header can add another.
 *
 * @throws {DomainError} `mail.address-not-usable`
 */
export function mailMessage(
  { subject, html, text }: RenderedMail,
  to: Recipient,
  { messageId, queryId }: MailEnvelope,
  { from, host }: MailOrigin,
): SendMailOptions {
  if (!isOneAddress(to.email)) throw mailErrors.addressNotUsable(to.account);
  return {
    from,
    to: { name: '', address: to.email },
    envelope: { from: from.address, to: [to.email] },
    messageId: `<${token(messageId)}@${host}>`,
    subject,
    text,
    html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': to.language,
      'X-Auto-Response-Suppress': 'All',
      'X-Mandate-Query-Id': token(queryId),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isOneAddress(email: string): boolean {
  return ONE_ADDRESS.test(email) && Buffer.byteLength(email) <= LONGEST_ADDRESS;
}

/** Ids may come from a message of another service: only what RFC 5322 allows in an atom enters a header. */
function token(id: string): string {
  return id.replace(/[^\w.+-]/g, '').slice(0, 128);
}
