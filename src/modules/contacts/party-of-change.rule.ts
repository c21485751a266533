import { Injectable } from '@nestjs/common';
import { Reader } from '../../platform/database/reader.js';
import type { DomainError } from '../../platform/errors/domain-error.js';
import { AccessRule, type Principal, type RouteParams, type Verdict } from '../rbac/index.js';
import { ASKER_FOR_PARTY } from './contact-changes.list.js';
import { contactErrors } from './contacts.errors.js';

/** The rule of `/me/task/contactChange/{id}`: the caller's account must have a part in the change. */
@Injectable()
export class PartyOfChange extends AccessRule {
  constructor(private readonly reader: Reader) {
    super();
  }

  async decide({ account }: Principal, { id = '' }: RouteParams): Promise<Verdict> {
    // A number that is none is told so by the route itself, with the name of the field.
    if (!/^\d{1,15}$/.test(id)) return this.verdictOn(account, account);
    const row = await this.reader.first<{ askedBy: string }>(ASKER_FOR_PARTY, [account, Number(id)]);
    return row ? this.verdictOn(account, row.askedBy) : refused(contactErrors.changeNotFound(id));
  }

  /** What a party may do, given who asked. */
  protected verdictOn(account: string, _askedBy: string): Verdict {
    return { allowed: true, rule: 'party', explanation: `${account} has a part in this contact change` };
  }
}

/** The rule of cancelling: among the parties it is for the one that asked. */
@Injectable()
export class AskerOfChange extends PartyOfChange {
  protected override verdictOn(account: string, askedBy: string): Verdict {
    if (account !== askedBy) return refused(contactErrors.notAskedByYou());
    return { allowed: true, rule: 'party', explanation: `${account} asked for this contact change` };
  }
}

const refused = (error: DomainError): Verdict => ({ allowed: false, rule: 'party', explanation: error.message, error });
