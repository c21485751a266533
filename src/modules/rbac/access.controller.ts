import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { AccessQuery, AccessView } from './access.dto.js';
import { AccessService } from './access.service.js';
import { Me, type Principal } from './principal.js';
import { rbacErrors } from './rbac.errors.js';
import { Requires } from './requires.decorator.js';

@ApiTags('Access')
@Controller('1.0/me/access')
export class AccessController {
  constructor(private readonly access: AccessService) {}

  /**
   * Explain whether you may make a call
   * @remarks Answers what the guard would answer, without making the call: allowed or not, and by which rule. A panel asks it before it offers a button.
   */
  @Get()
  @Requires('self')
  @Fails(rbacErrors.noSuchRoute)
  async explain(@Me() me: Principal, @Query() { method, path }: AccessQuery): Promise<AccessView> {
    return new AccessView(await this.access.explain(me, method, path));
  }
}
