import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { unstorableIn } from '../../platform/http/validation.js';
import type { RouteParams, Verdict } from './access-rule.js';
import type { Principal } from './principal.js';
import { GRANTS } from './privilege.js';
import { rbacErrors } from './rbac.errors.js';
import type { Requirement } from './requires.decorator.js';
import { RouteCatalogue } from './route-catalogue.js';

const STANDING_NAMES = {
  HOLDER: 'the holder of the account',
  ADMIN: 'a user with the privilege Administrator',
  REGULAR: 'a user with the privilege User',
  UNPRIVILEGED: 'a user with the privilege None',
  NONE: 'a user without any privilege',
} as const;

/** Says who may do what. The guard and `/1.0/me/access` both ask here, so that they cannot disagree. */
@Injectable()
export class AccessService {
  constructor(
    private readonly catalogue: RouteCatalogue,
    private readonly modules: ModuleRef,
  ) {}

  /** Decides on what needs no look at the object in the path. */
  decideByPrivilege({ standing, passwordChangeRequired }: Principal, { permission }: Requirement): Verdict {
    if (passwordChangeRequired && permission !== 'self') {
      const error = rbacErrors.passwordChangeRequired();
      return { allowed: false, rule: 'restriction', explanation: error.message, error };
    }
    if (GRANTS[standing].includes(permission)) {
      const explanation = `You are ${STANDING_NAMES[standing]}, who may ${permission}`;
      return { allowed: true, rule: 'privilege', explanation };
    }
    const error = rbacErrors.notGranted(permission);
    return { allowed: false, rule: 'privilege', explanation: error.message, error };
  }

  /** Decides on a call of `principal` to a route with these parameters. */
  async decide(principal: Principal, requirement: Requirement, params: RouteParams): Promise<Verdict> {
    const byPrivilege = this.decideByPrivilege(principal, requirement);
    if (!byPrivilege.allowed || !requirement.rule) return byPrivilege;
    // Rules ask the database, and the parameters are not validated yet.
    const error = unstorableIn(params);
    if (error) return { allowed: false, rule: 'restriction', explanation: error.message, error };
    return this.modules.get(requirement.rule, { strict: false }).decide(principal, params);
  }

  /**
   * Explains what would become of a call.
   *
   * @param path with or without the base path, as in `/me/task/contactChange/42/accept`
   * @throws `rbac.no-such-route`
   */
  async explain(principal: Principal, method: string, path: string): Promise<Verdict> {
    const plain = path.split('?')[0] ?? path;
    const found = this.catalogue.find(method, withBase(plain)) ?? this.catalogue.find(method, plain);
    if (!found) throw rbacErrors.noSuchRoute(`${method} ${plain}`);
    const { requirement } = found.route;
    if (!requirement) return { allowed: true, rule: 'public', explanation: 'This route is open to everybody' };
    return this.decide(principal, requirement, found.params);
  }
}

const withBase = (path: string): string =>
  path.startsWith('/v1/') ? `/1.0${path.slice(3)}` : path.startsWith('/1.0/') ? path : `/1.0${path}`;
