import type { Readable } from 'node:stream';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Filter, ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import { type RegisterService, Service } from './service.entity.js';
import { type ServiceInfosBody, ServiceInfosView, type ServiceRow, type ServiceView } from './services.dto.js';
import { serviceErrors } from './services.errors.js';
import { SERVICE_BY_ID, SERVICE_BY_NAME, SERVICES, serviceView } from './services.list.js';

/** The registry of services with their contacts, seen by the account that asks. */
@Injectable()
export class ServicesService {
  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly lists: Lists,
    private readonly audit: AuditTrail,
  ) {}

  list(
    account: string,
    request: ListRequest,
    filters: readonly Filter[],
  ): Promise<ServiceView[] | (string | number)[] | Readable> {
    return this.lists.answer(SERVICES, [account], request, filters);
  }

  /** @throws `services.not-found` */
  async get(account: string, id: number): Promise<ServiceView> {
    const row = await this.reader.first<ServiceRow>(SERVICE_BY_ID, [account, id]);
    if (!row) throw serviceErrors.notFound(String(id));
    return serviceView(row);
  }

  /** @returns the service if the account is a contact of it */
  find(account: string, type: string, name: string): Promise<ServiceRow | undefined> {
    return this.reader.first<ServiceRow>(SERVICE_BY_NAME, [account, type, name]);
  }

  /** @throws `services.not-found` */
  async infos(account: string, type: string, name: string): Promise<ServiceInfosView> {
    const row = await this.find(account, type, name);
    if (!row) throw serviceErrors.notFound(name);
    return new ServiceInfosView(row);
  }

  /** @throws `services.not-found`, `services.renewal-not-yours`, `services.renew-period-not-possible` */
  async edit(account: string, type: string, name: string, { renew }: ServiceInfosBody): Promise<void> {
    await this.unitOfWork.run(async () => {
      const service = await this.lock({ type, name });
      if (!service || service.rolesOf(account).length === 0) throw serviceErrors.notFound(name);
      const given = Object.fromEntries(Object.entries(renew ?? {}).filter(([, value]) => value != null));
      const keys = Object.keys(given);
      if (keys.length === 0) return;
      service.changeRenewal(account, given);
      this.audit.record({
        account,
        action: 'services.edit',
        object: `${type} ${name}`,
        keys: keys.map((key) => `renew.${key}`),
      });
    });
  }

  async register(service: RegisterService): Promise<void> {
    await this.unitOfWork.run(async () => {
      this.em.persist(Service.register(service));
      const object = `${service.type} ${service.name}`;
      this.audit.record({ account: service.contacts.contactAdmin, action: 'services.register', object });
      await this.em.flush();
    });
  }

  /** The service itself, locked until the unit of work around the caller ends. */
  lock(which: { readonly id: number } | { readonly type: string; readonly name: string }): Promise<Service | null> {
    return this.em.findOne(Service, which, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }
}
