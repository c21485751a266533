import type { ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../../platform/http/http.errors.js';
import { parseLogin } from './user-login.js';

/** Slows down whoever tries passwords or links: counted by address, and for a login by address and login. */
@Injectable()
export class SignInLimitGuard extends ThrottlerGuard {
  protected override getTracker(request: FastifyRequest): Promise<string> {
    const { login } = (request.body ?? {}) as { login?: unknown };
    const about = typeof login === 'string' ? parseLogin(login) : { account: '' };
    return Promise.resolve([request.ip, about.account, about.user?.toLowerCase() ?? ''].join(' ').slice(0, 300));
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    return Promise.reject(httpErrors.tooManyRequests(detail.timeToBlockExpire));
  }
}
