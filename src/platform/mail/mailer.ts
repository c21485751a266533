import type { Language, Mail } from './mail.js';

export interface Recipient {
  /** Nichandle; shown in the subject so that a forged mail is easier to tell. */
  readonly account: string;
  readonly email: string;
  readonly language: Language;
}

export interface MailEnvelope {
  /** Outbox id: becomes the `Message-ID`, so that a repeated delivery is recognisable as such. */
  readonly messageId: string;
  readonly queryId: string;
}

/** Renders and hands over one mail. Resolves when the receiving server has taken it; throws when it has not. */
export abstract class Mailer {
  abstract send<View extends object>(
    mail: Mail<View>,
    to: Recipient,
    view: View,
    envelope: MailEnvelope,
  ): Promise<void>;
}
