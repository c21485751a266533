import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Filter } from '../../platform/lists/list-request.js';
import { SERVICE_PATHS } from './service-paths.js';

export class ServicesQuery {
  /**
   * Only services of this name; `%` stands for any characters.
   * @example "example.com"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly resourceName?: string;

  /**
   * Only services managed under these paths of the API, separated by commas.
   * @example "/email/domain/{domain},/vps/{serviceName}"
   */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly routes?: string;

  filters(): Filter[] {
    const filters: Filter[] = [];
    if (this.resourceName !== undefined)
      filters.push({ field: 'resourceName', operator: 'like', value: this.resourceName });
    if (this.routes !== undefined) {
      const wanted = this.routes.split(',').map((route) => route.trim());
      const types = SERVICE_PATHS.filter(({ path }) => wanted.includes(path)).map(({ type }) => type);
      filters.push({ field: 'type', operator: 'in', value: types.join(',') });
    }
    return filters;
  }
}
