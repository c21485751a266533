import nodemailer from 'nodemailer';
import type { Env } from '../config/env.js';
import type { InboxStore } from './inbox-store.js';
import type { Mail } from './mail.js';
import { mailMessage, mailOriginOf } from './mail-message.js';
import type { MailRenderer } from './mail-renderer.js';
import { Mailer, type MailEnvelope, type Recipient } from './mailer.js';

/** For development: builds the very message that would go out and puts it into the inbox instead. Opens no connection. */
export class InboxMailer extends Mailer {
  private readonly origin;
  private readonly publicUrl: string;
  private readonly composer = nodemailer.createTransport({ streamTransport: true, buffer: true });

  constructor(
    env: Env,
    private readonly renderer: MailRenderer,
    private readonly inbox: InboxStore,
  ) {
    super();
    this.origin = mailOriginOf(env);
    this.publicUrl = env.PUBLIC_URL;
  }

  /** @throws {DomainError} `mail.address-not-usable` */
  async send<View extends object>(mail: Mail<View>, to: Recipient, view: View, envelope: MailEnvelope): Promise<void> {
    const frame = { account: to.account, publicUrl: this.publicUrl };
    const rendered = this.renderer.render(mail, to.language, view, frame);
    const { message } = await this.composer.sendMail(mailMessage(rendered, to, envelope, this.origin));
    await this.inbox.add(message as Buffer);
  }
}
