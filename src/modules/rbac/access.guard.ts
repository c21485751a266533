import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { Strategy } from 'passport';
import { currentCall } from '../../platform/context/call-context.js';
import { PUBLIC_ROUTE } from '../../platform/http/public.decorator.js';
import { AccessService } from './access.service.js';
import type { RouteParams } from './access-rule.js';
import { askStrategy } from './ask-strategy.js';
import type { Principal, SignedInRequest } from './principal.js';
import { rbacErrors } from './rbac.errors.js';
import { type Requirement, ROUTE_REQUIREMENT } from './requires.decorator.js';

/** Under this the passport strategy is provided that turns a credential into a {@link Principal}. */
export const CREDENTIAL_STRATEGY = 'credential';

/** In front of every route: signs in, then lets pass only what the route's statement and the object's rule allow. */
@Injectable()
export class AccessGuard implements CanActivate {
  private strategy: Strategy | undefined;

  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
    private readonly modules: ModuleRef,
  ) {}

  /** @throws `rbac.not-signed-in`, `rbac.not-granted-call`, or what the object's rule says */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, [handler, context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const principal = await this.signIn(request);
    const requirement = this.reflector.get<Requirement | undefined>(ROUTE_REQUIREMENT, handler);
    // The catalogue refuses to start with such a route; should one slip through, it stays closed.
    if (!requirement) throw rbacErrors.notGranted('manage-users');
    const verdict = requirement.rule
      ? await this.access.decide(principal, requirement, request.params as RouteParams)
      : this.access.decideByPrivilege(principal, requirement);
    if (!verdict.allowed) throw verdict.error;
    return true;
  }

  private async signIn(request: SignedInRequest): Promise<Principal> {
    this.strategy ??= this.modules.get<Strategy>(CREDENTIAL_STRATEGY, { strict: false });
    const principal = await askStrategy(this.strategy, request);
    if (!principal) throw rbacErrors.notSignedIn();
    request.user = principal;
    const call = currentCall();
    if (call) call.actor = actorOf(principal);
    return principal;
  }
}

const actorOf = ({ account, user, method }: Principal): { account: string; method: string; user?: string } =>
  user ? { account, method, user: user.login } : { account, method };
