import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccessController } from './access.controller.js';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import { RouteCatalogue } from './route-catalogue.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [AccessController],
  providers: [AccessService, AccessGuard, RouteCatalogue],
  exports: [AccessService, AccessGuard, RouteCatalogue],
})
export class RbacModule {}
