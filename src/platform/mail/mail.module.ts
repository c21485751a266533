import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Env } from '../config/env.js';
import { InboxController } from './inbox.controller.js';
import { InboxMailer } from './inbox-mailer.js';
import { InboxPage } from './inbox-page.js';
import { InboxStore } from './inbox-store.js';
import { MailRenderer } from './mail-renderer.js';
import { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

/** Provides {@link Mailer} everywhere: over SMTP when a server is configured, into the developer inbox otherwise. */
@Module({})
export class MailModule {
  /**
   * @param env decides which: with `SMTP_URL` the routes below `/dev/inbox` do not exist
   * @param templates folder of compiled templates; by default the project's own
   */
  static register(env: Readonly<Env>, templates?: string): DynamicModule {
    const renderer = { provide: MailRenderer, useFactory: (): MailRenderer => new MailRenderer(templates) };
    const { SMTP_URL } = env;
    const everywhere = { module: MailModule, global: true, exports: [Mailer] };
    if (SMTP_URL !== undefined) {
      const make = (using: MailRenderer): Mailer => new SmtpMailer(SMTP_URL, env, using);
      return { ...everywhere, providers: [renderer, { provide: Mailer, useFactory: make, inject: [MailRenderer] }] };
    }
    const make = (using: MailRenderer, inbox: InboxStore): Mailer => new InboxMailer(env, using, inbox);
    return {
      ...everywhere,
      controllers: [InboxController],
      providers: [
        renderer,
        { provide: InboxStore, useFactory: (): InboxStore => new InboxStore(join(env.DATA_DIR, 'inbox')) },
        { provide: InboxPage, useFactory: (): InboxPage => new InboxPage(templates) },
        { provide: Mailer, useFactory: make, inject: [MailRenderer, InboxStore] },
      ],
    };
  }
}
