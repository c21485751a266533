import { Controller, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { RbacModule, Requires, RouteCatalogue } from '../src/modules/rbac/index.js';
import { MandateAdapter } from '../src/platform/http/mandate-adapter.js';
import { Public } from '../src/platform/http/public.decorator.js';

@Controller(['1.0/planted', 'planted'])
class Careless {
  @Get(':id')
  read(): null {
    return null;
  }

  @Post(':id/forget')
  @Requires('write')
  forget(): null {
    return null;
  }
}

@Controller('stated')
class Careful {
  @Get()
  @Public()
  read(): null {
    return null;
  }

  @Post(':id')
  @Requires('write')
  write(): null {
    return null;
  }
}

@Public()
@Controller('open')
class Open {
  @Get()
  read(): null {
    return null;
  }
}

async function start(...controllers: (new () => object)[]): Promise<NestFastifyApplication> {
  const module = await Test.createTestingModule({ imports: [RbacModule], controllers }).compile();
  return module.createNestApplication<NestFastifyApplication>(new MandateAdapter(), { logger: false });
}

it('a process with a route that states nothing does not start, and says which', async () => {
  const app = await start(Careful, Careless);
  await expect(app.init()).rejects.toThrow(
    'These routes state no permission; add @Requires(…) or @Public():\n  GET /1.0/planted/:id\n  GET /planted/:id',
  );
});

it('every route is in the catalogue with what it needs; an open one needs nothing', async () => {
  const app = await start(Careful, Open);
  await app.init();
  const catalogue = app.get(RouteCatalogue);
  expect(catalogue.find('POST', '/stated/7')).toMatchObject({
    route: { path: '/stated/:id', requirement: { permission: 'write' } },
    params: { id: '7' },
  });
  expect(catalogue.find('GET', '/stated')?.route.requirement).toBeUndefined();
  expect(catalogue.find('GET', '/open')?.route.requirement).toBeUndefined();
  expect(catalogue.find('DELETE', '/stated')).toBeUndefined();
  await app.close();
});
