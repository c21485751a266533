import { type Env, readEnv } from '../../src/platform/config/env.js';
import type { MailRenderer } from '../../src/platform/mail/mail-renderer.js';
import { SmtpMailer } from '../../src/platform/mail/smtp-mailer.js';
import { PUBLIC_URL } from './mail-set.js';

/** A mailer as an installation has it whose `SMTP_URL` is the given one. */
export function smtpMailer(url: string, renderer: MailRenderer): SmtpMailer {
  const env: Env = readEnv({ PUBLIC_URL, SMTP_URL: url, MAIL_FROM: 'Mandate <no-reply@mandate.example>' });
  return new SmtpMailer(url, env, renderer);
}
