import { type Env, readEnv } from '../../src/platform/config/env.js';
import { PUBLIC_URL } from './mail-set.js';
import type { SmtpRecorder } from './smtp-recorder.js';

/** The environment of an installation that sends to the recorder; `query` goes onto the end of its SMTP_URL. */
export function smtpEnv({ port }: Pick<SmtpRecorder, 'port'>, query = ''): Env & { readonly SMTP_URL: string } {
  const SMTP_URL = `smtp://127.0.0.1:${String(port)}${query}`;
  return { ...readEnv({ PUBLIC_URL, SMTP_URL, MAIL_FROM: 'Mandate <no-reply@mandate.example>' }), SMTP_URL };
}
