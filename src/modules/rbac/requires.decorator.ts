import { type CustomDecorator, SetMetadata, type Type } from '@nestjs/common';
import type { AccessRule } from './access-rule.js';
import type { Permission } from './privilege.js';

export const ROUTE_REQUIREMENT = 'mandate:requires';

export interface Requirement {
  readonly permission: Permission;
  /** Decides on the object in the path, after the permission was found to be there. */
  readonly rule?: Type<AccessRule>;
}

/** States what a route needs. A route that states neither this nor `@Public()` keeps the process from starting. */
export const Requires = (permission: Permission, rule?: Type<AccessRule>): CustomDecorator =>
  SetMetadata(ROUTE_REQUIREMENT, rule ? { permission, rule } : { permission });
