import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { Env } from '../../platform/config/env.js';
import { CREDENTIAL_STRATEGY } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { AccountsConsumer } from './accounts.consumer.js';
import { AccountsService } from './accounts.service.js';
import { AuthController } from './auth.controller.js';
import { CredentialStrategy } from './credential.strategy.js';
import { ExpiredSessions } from './expired-sessions.js';
import { DefaultGroups } from './default-groups.js';
import { IdentityUsersController } from './identity-users.controller.js';
import { IdentityUsersService } from './identity-users.service.js';
import { InvitationsService } from './invitations.service.js';
import { MeController } from './me.controller.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

const MINUTE_MS = 60_000;

@Module({
  imports: [
    PassportModule,
    ThrottlerModule.forRootAsync({
      inject: [Env],
      useFactory: (env: Env) => [{ ttl: MINUTE_MS, limit: env.SIGN_IN_ATTEMPTS_PER_MINUTE }],
    }),
  ],
  controllers: [SessionsController, AuthController, MeController, IdentityUsersController, AccountsConsumer],
  providers: [
    AccessCache,
    AccountsService,
    DefaultGroups,
    CredentialStrategy,
    { provide: CREDENTIAL_STRATEGY, useExisting: CredentialStrategy },
    ExpiredSessions,
    IdentityUsersService,
    InvitationsService,
    PasswordsService,
    SessionsService,
  ],
  exports: [AccountsService],
})
export class AccountsModule {}
