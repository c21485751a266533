import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { PUBLIC_ROUTE } from '../../platform/http/public.decorator.js';
import type { RouteParams } from './access-rule.js';
import { type Requirement, ROUTE_REQUIREMENT } from './requires.decorator.js';

/** One route and what it needs. */
export interface CataloguedRoute {
  readonly method: string;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Absent for a public route. */
  readonly requirement?: Requirement;
}

type Handler = (...args: unknown[]) => unknown;
type Prefixes = readonly (string | undefined)[];

const isPublic = (target: object): boolean => Reflect.getMetadata(PUBLIC_ROUTE, target) === true;

/** Some route states neither what it needs nor that it is open to everybody. */
class UnstatedRoutesError extends Error {
  constructor(routes: readonly string[]) {
    super(`These routes state no permission; add @Requires(…) or @Public():\n  ${routes.join('\n  ')}`);
  }
}

/** Every route of the process with what it needs: keeps default deny honest and answers `/1.0/me/access`. */
@Injectable()
export class RouteCatalogue implements OnModuleInit {
  readonly routes: CataloguedRoute[] = [];
  private readonly router = findMyWay({ maxParamLength: 500 });

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws {UnstatedRoutesError} which keeps the process from starting */
  onModuleInit(): void {
    const unstated: string[] = [];
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!metatype || typeof instance !== 'object' || instance === null) continue;
      const prefixes = [Reflect.getMetadata(PATH_METADATA, metatype) as string | string[] | undefined].flat();
      const prototype = Object.getPrototypeOf(instance) as Record<string, Handler>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name];
        if (handler) this.catalogue(handler, prefixes, unstated, isPublic(metatype));
      }
    }
    if (unstated.length > 0) throw new UnstatedRoutesError(unstated);
  }

  /** Finds the route that a call would reach. */
  find(method: string, path: string): { route: CataloguedRoute; params: RouteParams } | undefined {
    const found = this.router.find(method as HTTPMethod, path);
    return found ? { route: found.store as CataloguedRoute, params: found.params } : undefined;
  }

  private catalogue(handler: Handler, prefixes: Prefixes, unstated: string[], allOpen: boolean): void {
    const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (verb === undefined) return;
    const method = RequestMethod[verb];
    const suffixes = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined].flat();
    const requirement = Reflect.getMetadata(ROUTE_REQUIREMENT, handler) as Requirement | undefined;
    const open = allOpen || isPublic(handler);
    for (const prefix of prefixes) {
      for (const suffix of suffixes) {
        const path = `/${[prefix, suffix]
          .flatMap((part) => part?.split('/') ?? [])
          .filter(Boolean)
          .join('/')}`;
        if (!requirement && !open) unstated.push(`${method} ${path}`);
        const route: CataloguedRoute = requirement ? { method, path, requirement } : { method, path };
        this.routes.push(route);
        this.router.on(method as HTTPMethod, path, () => undefined, route);
      }
    }
  }
}
