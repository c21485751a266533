export { AccessGuard, CREDENTIAL_STRATEGY } from './access.guard.js';
export { AccessRule, type RouteParams, type Verdict } from './access-rule.js';
export { Me, type Principal } from './principal.js';
export { highestOf, reaches, type Role, ROLES, ROLES_DOWNWARDS, type Standing } from './privilege.js';
export { errorsOfGuard, rbacErrors } from './rbac.errors.js';
export { RbacModule } from './rbac.module.js';
export { Requires } from './requires.decorator.js';
export { RouteCatalogue } from './route-catalogue.js';
