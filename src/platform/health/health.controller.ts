import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { defineError } from '../errors/domain-error.js';
import { Fails } from '../http/fails.decorator.js';
import { Public } from '../http/public.decorator.js';
import { Reader } from '../database/reader.js';
import { WireModel } from '../openapi/wire-types.js';

const healthErrors = {
  notReady: defineError(
    'health.not-ready',
    'unavailable',
    'The process runs but cannot serve, because something that it needs does not answer.',
    (what: string) => `Not ready: ${what}`,
  ),
};

@WireModel('Health', 'How the process is.')
export class HealthView {
  /**
   * `ok` whenever it is answered at all.
   * @example "ok"
   */
  readonly status: string = 'ok';
}

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(private readonly reader: Reader) {}

  /**
   * Tell whether the process is alive
   * @remarks Asks nothing of the database or the broker: a process that answers this should not be restarted.
   */
  @Get('live')
  @Public()
  live(): HealthView {
    return new HealthView();
  }

  /**
   * Tell whether the process can serve
   * @remarks Answers 200 when the database answers; a load balancer sends work only then.
   */
  @Get('ready')
  @Public()
  @Fails(healthErrors.notReady)
  async ready(): Promise<HealthView> {
    try {
      await this.reader.rows({ name: 'health ready', text: 'select 1 as one' }, []);
    } catch {
      throw healthErrors.notReady('the database does not answer');
    }
    return new HealthView();
  }
}
