import { type DynamicModule, Module } from '@nestjs/common';
import { ENTITIES } from './entities.js';
import { AccountsModule } from './modules/accounts/index.js';
import { ContactsModule } from './modules/contacts/index.js';
import { RbacModule } from './modules/rbac/index.js';
import { ServicesModule } from './modules/services/index.js';
import type { Env } from './platform/config/env.js';
import { MailModule } from './platform/mail/mail.module.js';
import { MessagingModule } from './platform/messaging/messaging.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** The list of modules, nothing else. Every process has all of them; the entry points decide what it does with them. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(env, ENTITIES),
        MessagingModule.forRoot(),
        MailModule.register(env),
        RbacModule,
        AccountsModule,
        ServicesModule,
        ContactsModule,
      ],
    };
  }
}
