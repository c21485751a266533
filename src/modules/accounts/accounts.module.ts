import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { Env } from '../../platform/config/env.js';
import { CREDENTIAL_STRATEGY } from '../rbac/index.js';
import { AccessCache } from './access-cache.js';
import { AccountsConsumer } from './accounts.consumer.js';
import { AccountsService } from './accounts.service.js';
import { AuditEventsController } from './audit-events.controller.js';
import { AuditEventsService } from './audit-events.service.js';
import { AuthController } from './auth.controller.js';
import { CredentialStrategy } from './credential.strategy.js';
import { ExpiredSessions } from './expired-sessions.js';
import { DefaultGroups } from './default-groups.js';
import { IdentityGroupsController } from './identity-groups.controller.js';
import { IdentityGroupsService } from './identity-groups.service.js';
import { IdentityUserChangesService } from './identity-user-changes.service.js';
import { IdentityUsersController } from './identity-users.controller.js';
import { IdentityUsersService } from './identity-users.service.js';
import { InvitationsService } from './invitations.service.js';
import { LoginNoticesService } from './login-notices.service.js';
import { MeController } from './me.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { PasswordPolicy } from './password-policy.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordStrength } from './password-strength.js';
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
  controllers: [
    SessionsController,
    AuthController,
    MeController,
    OwnSessionsController,
    AuditEventsController,
    IdentityUsersController,
    IdentityGroupsController,
    AccountsConsumer,
  ],
  providers: [
    AccessCache,
    AccountsService,
    DefaultGroups,
    AuditEventsService,
    CredentialStrategy,
    { provide: CREDENTIAL_STRATEGY, useExisting: CredentialStrategy },
    ExpiredSessions,
    IdentityGroupsService,
    IdentityUserChangesService,
    IdentityUsersService,
    InvitationsService,
    LoginNoticesService,
    OwnSessionsService,
    PasswordPolicy,
    PasswordResetsService,
    PasswordStrength,
    PasswordsService,
    SessionsService,
  ],
  exports: [AccountsService],
})
export class AccountsModule {}
