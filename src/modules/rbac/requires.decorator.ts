import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { PERMISSION_EXTENSION, RULE_EXTENSION } from '../../platform/openapi/extensions.js';
import type { AccessRule } from './access-rule.js';
import type { Permission } from './privilege.js';

export const ROUTE_REQUIREMENT = 'mandate:requires';

export interface Requirement {
  readonly permission: Permission;
  /** Decides on the object in the path, after the permission was found to be there. */
  readonly rule?: Type<AccessRule>;
}

/**
 * States what a route needs, to the guard and to the OpenAPI document. A route that states neither this nor `@Public()`
 * keeps the process from starting.
 */
export const Requires = (permission: Permission, rule?: Type<AccessRule>): MethodDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_REQUIREMENT, rule ? { permission, rule } : { permission }),
    ApiExtension(PERMISSION_EXTENSION, permission),
    ...(rule ? [ApiExtension(RULE_EXTENSION, wordsOf(rule.name))] : []),
  );

/** `PartyOfChange` → `party of change`. */
const wordsOf = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
