import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { serviceErrors } from './services.errors.js';
import { CONTACT_TYPES, type Contacts, type ContactType } from './contact-type.js';

export const SERVICE_STATUSES = ['expired', 'inCreation', 'ok', 'pendingDebt', 'unPaid'] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

export const RENEWAL_TYPES = [
  'automaticForcedProduct', 'automaticV2012', 'automaticV2014', 'automaticV2016', 'manual', 'oneShot', 'option',
] as const; // prettier-ignore
export type RenewalType = (typeof RENEWAL_TYPES)[number];

/** How a service is renewed (reference `service.RenewType`); `period` in months. */
export interface Renew {
  readonly automatic: boolean;
  readonly deleteAtExpiration: boolean;
  readonly forced: boolean;
  readonly manualPayment: boolean | null;
  readonly period: number | null;
}

export interface RegisterService {
  readonly type: string;
  readonly name: string;
  readonly contacts: Contacts;
  /** First and last day paid for, `YYYY-MM-DD`. */
  readonly creation: string;
  readonly expiration: string;
}

/** Something that an account bought, with the three contacts that answer for it. */
@Entity({ tableName: 'service' })
export class Service {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: 'string' })
  readonly type: string;

  @Property({ type: 'string' })
  readonly name: string;

  @Property({ type: 'string' })
  contactAdmin: string;

  @Property({ type: 'string' })
  contactTech: string;

  @Property({ type: 'string' })
  contactBilling: string;

  @Property({ type: 'string' })
  status: ServiceStatus = 'ok';

  @Property({ type: 'date' })
  readonly creation: string;

  @Property({ type: 'date' })
  expiration: string;

  @Property({ type: 'date', nullable: true })
  engagedUpTo: string | null = null;

  @Property({ type: 'string' })
  renewalType: RenewalType = 'automaticV2016';

  @Property({ type: 'json', nullable: true })
  renew: Renew | null = { automatic: true, deleteAtExpiration: false, forced: false, manualPayment: false, period: 12 };

  @Property({ type: 'json', nullable: true })
  possibleRenewPeriod: number[] | null = [1, 12];

  @Property({ type: 'boolean' })
  canDeleteAtExpiration = true;

  @Property({ type: 'datetime', nullable: true })
  terminatedAt: Date | null = null;

  private constructor({ type, name, contacts, creation, expiration }: RegisterService) {
    this.type = type;
    this.name = name;
    this.contactAdmin = contacts.contactAdmin;
    this.contactTech = contacts.contactTech;
    this.contactBilling = contacts.contactBilling;
    this.creation = creation;
    this.expiration = expiration;
  }

  static register(service: RegisterService): Service {
    return new Service(service);
  }

  get alive(): boolean {
    return this.terminatedAt === null;
  }

  get contacts(): Contacts {
    const { contactAdmin, contactTech, contactBilling } = this;
    return { contactAdmin, contactTech, contactBilling };
  }

  /** The contacts that an account holds here. */
  rolesOf(account: string): ContactType[] {
    return CONTACT_TYPES.filter((role) => this[role] === account);
  }

  moveContacts(roles: readonly ContactType[], to: string): void {
    for (const role of roles) this[role] = to;
  }

  terminate(now: Date): void {
    this.terminatedAt = now;
  }

  /**
   * Takes over how the service is to be renewed; an option that is not given stays.
   *
   * @throws `services.renewal-not-yours`, `services.renew-period-not-possible`
   */
  changeRenewal(by: string, renew: Partial<Renew>): void {
    if (by !== this.contactAdmin && by !== this.contactBilling) throw serviceErrors.renewalNotYours();
    const possible = this.possibleRenewPeriod ?? [];
    if (renew.period != null && !possible.includes(renew.period)) throw serviceErrors.renewPeriodNotPossible(possible);
    const none: Renew = {
      automatic: false,
      deleteAtExpiration: false,
      forced: false,
      manualPayment: null,
      period: null,
    };
    this.renew = { ...none, ...this.renew, ...renew };
  }
}
