import { Body, Controller, Headers, Inject, Post, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Env } from '../../platform/config/env.js';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { Public } from '../../platform/http/public.decorator.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { accountErrors } from './accounts.errors.js';
import { SESSION_COOKIE } from './credential.strategy.js';
import { PasswordsService } from './passwords.service.js';
import {
  ChangePasswordBody,
  FirstPasswordBody,
  LoginBody,
  LoginView,
  ResetPasswordAnswerBody,
} from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimitGuard } from './sign-in-limit.guard.js';

@ApiTags('Signing in')
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    @Inject(Env) private readonly env: Env,
  ) {}

  /**
   * Sign in
   * @remarks Opens a session of 12 hours. A browser gets the token as a cookie, too; changes that are asked with the cookie need the header `X-Mandate-Csrf: 1`.
   */
  @Post('login')
  @Public()
  @UseGuards(SignInLimitGuard)
  @Fails(httpErrors.invalidFields, accountErrors.badCredentials, httpErrors.tooManyRequests)
  async login(
    @Body() { login, password }: LoginBody,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const signedIn = await this.sessions.signIn(login, password, userAgent ?? null);
    void reply.setCookie(SESSION_COOKIE, signedIn.token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.env.PUBLIC_URL.startsWith('https:'),
      expires: signedIn.expiresAt,
    });
    return new LoginView(signedIn);
  }

  /**
   * Sign out
   * @remarks Ends the session that the call was made with, at once and everywhere.
   */
  @Post('logout')
  @Requires('self')
  async logout(@Me() me: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(me);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  /**
   * Change your own password
   * @remarks Ends your other sessions. After a first sign-in with a password that somebody else chose, this is the only thing that is allowed.
   */
  @Post('password')
  @Requires('self')
  @UseGuards(SignInLimitGuard)
  @Fails(httpErrors.invalidFields, accountErrors.weakPassword, accountErrors.wrongPassword, httpErrors.tooManyRequests)
  changePassword(@Me() me: Principal, @Body() body: ChangePasswordBody): Promise<void> {
    return this.passwords.change(me, body.currentPassword, body.newPassword);
  }

  /**
   * Choose the first password after an invitation
   * @remarks Takes the token of the invitation's link, which works once, for 24 hours. Afterwards sign in as usual.
   */
  @Post('firstPassword')
  @Public()
  @UseGuards(SignInLimitGuard)
  @Fails(
    httpErrors.invalidFields,
    accountErrors.weakPassword,
    accountErrors.invalidInvitation,
    httpErrors.tooManyRequests,
  )
  firstPassword(@Body() { token, newPassword }: FirstPasswordBody): Promise<void> {
    return this.passwords.chooseFirst(token, newPassword);
  }

  /**
   * Choose a new password after a reset
   * @remarks Takes the token of the link that was mailed, which works once, for 24 hours. Every session of the login ends; sign in as usual afterwards.
   */
  @Post('resetPassword')
  @Public()
  @UseGuards(SignInLimitGuard)
  @Fails(httpErrors.invalidFields, accountErrors.weakPassword, accountErrors.invalidReset, httpErrors.tooManyRequests)
  resetPassword(@Body() { token, newPassword }: ResetPasswordAnswerBody): Promise<void> {
    return this.passwords.chooseAgain(token, newPassword);
  }
}
