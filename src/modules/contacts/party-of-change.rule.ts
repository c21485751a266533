import { Injectable } from '@nestjs/common';
import { Reader } from '../../platform/database/reader.js';
import { AccessRule, type Principal, type RouteParams, type Verdict } from '../rbac/index.js';
import { IS_PARTY } from './contact-changes.list.js';
import { contactErrors } from './contacts.errors.js';

/** The rule of `/me/task/contactChange/{id}`: the caller's account must have a part in the change. */
@Injectable()
export class PartyOfChange extends AccessRule {
  constructor(private readonly reader: Reader) {
    super();
  }

  async decide({ account }: Principal, { id = '' }: RouteParams): Promise<Verdict> {
    // A number that is none is told so by the route itself, with the name of the field.
    const number = /^\d{1,15}$/.test(id) ? Number(id) : undefined;
    const party = number === undefined || (await this.reader.first(IS_PARTY, [account, number])) !== undefined;
    if (party) return { allowed: true, rule: 'party', explanation: `${account} has a part in this contact change` };
    const error = contactErrors.changeNotFound(id);
    return { allowed: false, rule: 'party', explanation: error.message, error };
  }
}
