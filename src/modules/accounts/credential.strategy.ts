import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import { CREDENTIAL_STRATEGY, type Principal, rbacErrors } from '../rbac/index.js';
import { SessionsService } from './sessions.service.js';

export const SESSION_COOKIE = 'mandate_session';
const CSRF_HEADER = 'x-mandate-csrf';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer ([\w~+/.-]{20,200}=*)$/i;

/** Session tokens: `Authorization: Bearer …`, or the cookie that signing in sets. */
@Injectable()
export class CredentialStrategy extends PassportStrategy(Strategy, CREDENTIAL_STRATEGY) {
  constructor(private readonly sessions: SessionsService) {
    super();
  }

  /** @throws `rbac.missing-csrf-header` when a cookie alone asks for a change */
  async validate(request: FastifyRequest): Promise<Principal | false> {
    const token = request.headers.authorization === undefined ? tokenOfCookie(request) : tokenOfHeader(request);
    return token === undefined ? false : ((await this.sessions.principalOf(token)) ?? false);
  }
}

const tokenOfHeader = ({ headers }: FastifyRequest): string | undefined =>
  BEARER.exec(headers.authorization ?? '')?.[1];

function tokenOfCookie({ cookies, headers, method }: FastifyRequest): string | undefined {
  const token = cookies[SESSION_COOKIE];
  // Another site can make the browser send the cookie, but not this header (OWASP, CSRF prevention by custom header).
  const unsafe = token !== undefined && !SAFE_METHODS.has(method);
  if (unsafe && headers[CSRF_HEADER] === undefined) throw rbacErrors.missingCsrfHeader();
  return token;
}
