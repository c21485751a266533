import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { currentCall } from '../../platform/context/call-context.js';
import { PUBLIC_ROUTE } from '../../platform/http/public.decorator.js';
import { AccessService } from './access.service.js';
import type { RouteParams } from './access-rule.js';
import type { Principal, SignedInRequest } from './principal.js';
import { rbacErrors } from './rbac.errors.js';
import { type Requirement, ROUTE_REQUIREMENT } from './requires.decorator.js';

/** Name of the passport strategy that turns a credential into a {@link Principal}. */
export const CREDENTIAL_STRATEGY = 'credential';

/** In front of every route: signs in, then lets pass only what the route's statement and the object's rule allow. */
@Injectable()
export class AccessGuard extends AuthGuard(CREDENTIAL_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
  ) {
    super();
  }

  /** @throws `rbac.not-signed-in`, `rbac.not-granted-call`, or what the object's rule says */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, [handler, context.getClass()])) return true;
    await super.canActivate(context);
    const { user, params } = context.switchToHttp().getRequest<SignedInRequest>();
    const requirement = this.reflector.get<Requirement | undefined>(ROUTE_REQUIREMENT, handler);
    // The catalogue refuses to start with such a route; should one slip through, it stays closed.
    if (!requirement) throw rbacErrors.notGranted('manage-users');
    const verdict = requirement.rule
      ? await this.access.decide(user, requirement, params as RouteParams)
      : this.access.decideByPrivilege(user, requirement);
    if (!verdict.allowed) throw verdict.error;
    return true;
  }

  override handleRequest<P = Principal>(error: Error | null, principal: P | false): P {
    if (error) throw error;
    if (!principal) throw rbacErrors.notSignedIn();
    const call = currentCall();
    if (call) call.actor = actorOf(principal as unknown as Principal);
    return principal;
  }
}

const actorOf = ({ account, user, method }: Principal): { account: string; method: string; user?: string } =>
  user ? { account, method, user: user.login } : { account, method };
