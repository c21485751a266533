import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/http/fails.decorator.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { Me, type Principal, Requires } from '../rbac/index.js';
import { AccountsService } from './accounts.service.js';
import { NichandleBody, NichandleView } from './nichandle.dto.js';

@ApiTags('Account')
@Controller('1.0/me')
export class MeController {
  constructor(private readonly accounts: AccountsService) {}

  /**
   * Get your account
   * @remarks The account that you act for, as a user of it or as its holder.
   */
  @Get()
  @Requires('read')
  async get(@Me() me: Principal): Promise<NichandleView> {
    return new NichandleView(await this.accounts.get(me.account));
  }

  /**
   * Change your account's details
   * @remarks Only the fields given are changed; fields that belong to the provider, such as the e-mail address or the customer code, are ignored.
   */
  @Put()
  @Requires('write')
  @Fails(httpErrors.invalidFields)
  edit(@Me() me: Principal, @Body() body: NichandleBody): Promise<void> {
    return this.accounts.edit(me.account, body);
  }
}
