import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Reader } from '../../platform/database/reader.js';
import type { Filter, ListRequest } from '../../platform/lists/list-request.js';
import { Lists } from '../../platform/lists/lists.js';
import { accountErrors } from './accounts.errors.js';
import { type AuditEventRow, AuditEventView } from './audit-events.dto.js';
import { AUDIT_EVENT, AUDIT_EVENTS } from './audit-events.list.js';

/** The audit trail, read by the account that it was done to. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly reader: Reader,
    private readonly lists: Lists,
  ) {}

  list(
    account: string,
    request: ListRequest,
    filters: readonly Filter[],
  ): Promise<AuditEventView[] | (string | number)[] | Readable> {
    return this.lists.answer(AUDIT_EVENTS, [account], request, filters);
  }

  /** @throws `accounts.audit-event-not-found` */
  async get(account: string, id: number): Promise<AuditEventView> {
    const row = await this.reader.first<AuditEventRow>(AUDIT_EVENT, [account, id]);
    if (!row) throw accountErrors.auditEventNotFound(id);
    return new AuditEventView(row);
  }
}
