export { Account, type OpenAccount } from './account.entity.js';
export { AccountsModule } from './accounts.module.js';
export { type AccountFacts, AccountsService } from './accounts.service.js';
export { IdentityGroup } from './identity-group.entity.js';
export { IdentityUser } from './identity-user.entity.js';
export { hashPassword } from './password.js';
export { Session } from './session.entity.js';
