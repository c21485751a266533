import { Controller, Get, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../platform/clock/clock.js';
import { Public } from '../../platform/http/public.decorator.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { AuthDetailsView } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';

/** The part of the reference's `/auth` that a session has a use for. */
@ApiTags('Signing in')
@Controller('1.0/auth')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Get the server's time
   * @remarks Seconds since 1970, UTC. Clients correct their own clock by it.
   */
  @Get('time')
  @Public()
  @ApiOkResponse({ schema: { type: 'integer', format: 'int64', example: 1_795_167_000 } })
  time(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  /**
   * Get who you are
   * @remarks The account that the credential acts for, the user and its roles.
   */
  @Get('details')
  @Requires('self')
  details(@Me() me: Principal): AuthDetailsView {
    return new AuthDetailsView(me);
  }

  /**
   * End the session
   * @remarks The same as `POST /auth/logout`, under the name that clients of the reference use.
   */
  @Post('logout')
  @Requires('self')
  logout(@Me() me: Principal): Promise<void> {
    return this.sessions.signOut(me);
  }
}
