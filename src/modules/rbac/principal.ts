import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Standing } from './privilege.js';

/** Who is asking, and with which standing. Immutable: a changed right makes a new one. */
export interface Principal {
  /** Nichandle of the account acted for. */
  readonly account: string;
  /** The sub-user; absent when the holder itself is signed in. */
  readonly user?: { readonly id: number; readonly login: string };
  readonly standing: Standing;
  /** How they signed in, in the words of the reference's `auth.MethodEnum`. */
  readonly method: 'account' | 'user';
  readonly sessionId: number;
  /** True until the first password, given by somebody else, has been replaced: nothing else is allowed before. */
  readonly passwordChangeRequired: boolean;
}

export interface SignedInRequest extends FastifyRequest {
  user: Principal;
}

/** The signed-in caller, as a parameter of a route. */
export const Me = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<SignedInRequest>().user,
);
