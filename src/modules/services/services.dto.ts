import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Day, WireEnum, WireEnumList, WireModel } from '../../platform/openapi/wire-types.js';
import { CONTACT_TYPES, type ContactType } from './contact-type.js';
import { RENEWAL_TYPES, type RenewalType, SERVICE_STATUSES, type ServiceStatus } from './service.entity.js';

const CUSTOMER_CONTACT_TYPES = ['administrator', 'billing', 'technical'] as const;

@WireModel('service.RenewType', 'How a service is renewed.')
export class RenewView {
  /**
   * Renewed without anybody's doing.
   * @example true
   */
  readonly automatic!: boolean;

  /**
   * Ends at its expiration instead of being renewed.
   * @example false
   */
  readonly deleteAtExpiration!: boolean;

  /**
   * Cannot be kept from being renewed.
   * @example false
   */
  readonly forced!: boolean;

  /**
   * Renewed only when somebody pays.
   * @example false
   */
  readonly manualPayment!: boolean | null;

  /**
   * For how many months.
   * @example 12
   */
  readonly period!: number | null;
}

@WireModel('service.RenewTypeUpdate', 'What can be changed about the renewal of a service.')
export class RenewBody {
  /**
   * Renew without anybody's doing.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly automatic?: boolean | null;

  /**
   * Let the service end at its expiration.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly deleteAtExpiration?: boolean | null;

  /**
   * Renew only when somebody pays.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly manualPayment?: boolean | null;

  /**
   * For how many months; one of the service's `possibleRenewPeriod`.
   * @example 12
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  readonly period?: number | null;
}

/** What can be changed of a service's information; contacts are changed by `changeContact` only. */
@WireModel('services.ServiceUpdate', 'What can be changed about a service.')
export class ServiceInfosBody {
  /** How the service is renewed; what is left out stays. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RenewBody)
  readonly renew?: RenewBody | null;
}

/** A service, as the database gives it. */
export interface ServiceRow {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly contactAdmin: string;
  readonly contactTech: string;
  readonly contactBilling: string;
  readonly codeAdmin: string;
  readonly codeTech: string;
  readonly codeBilling: string;
  readonly status: ServiceStatus;
  readonly creation: string;
  readonly expiration: string;
  readonly engagedUpTo: string | null;
  readonly renewalType: RenewalType;
  readonly renew: RenewView | null;
  readonly possibleRenewPeriod: number[] | null;
  readonly canDeleteAtExpiration: boolean;
  /** Contacts that the caller's account holds. */
  readonly roles: ContactType[];
}

/** A service as its own path shows it (reference `services.Service`). */
@WireModel('services.Service', 'A service: its contacts, how long it is paid for and how it is renewed.')
export class ServiceInfosView {
  /**
   * Number of the service.
   * @example 12345
   */
  readonly serviceId: number;

  /**
   * Name of the service.
   * @example "example.com"
   */
  readonly domain: string;

  /**
   * Account that manages the administrative and technical side and may change every contact.
   * @example "xx11111-ovh"
   */
  readonly contactAdmin: string;

  /**
   * Account that manages the technical side.
   * @example "yy22222-ovh"
   */
  readonly contactTech: string;

  /**
   * Account that manages the invoices.
   * @example "xx11111-ovh"
   */
  readonly contactBilling: string;

  /**
   * Whether the service can be set to end at its expiration.
   * @example true
   */
  readonly canDeleteAtExpiration: boolean;

  /**
   * Day on which the service began.
   * @example "2025-11-20"
   */
  @Day()
  readonly creation: string;

  /**
   * Day up to which the service is paid for.
   * @example "2027-11-20"
   */
  @Day()
  readonly expiration: string;

  /**
   * Day up to which the customer has committed; null for no commitment.
   * @example null
   */
  @Day()
  readonly engagedUpTo: string | null;

  /**
   * Months for which the service can be renewed.
   * @example [1, 12]
   */
  readonly possibleRenewPeriod: number[] | null;

  /** How the service is renewed. */
  readonly renew: RenewView | null;

  /**
   * The provider's procedure of renewal.
   * @example "automaticV2016"
   */
  @WireEnum('service.RenewalTypeEnum', RENEWAL_TYPES)
  readonly renewalType: RenewalType;

  /**
   * State of the service.
   * @example "ok"
   */
  @WireEnum('service.StateEnum', SERVICE_STATUSES)
  readonly status: ServiceStatus;

  constructor(row: ServiceRow) {
    this.serviceId = row.id;
    this.domain = row.name;
    this.contactAdmin = row.contactAdmin;
    this.contactTech = row.contactTech;
    this.contactBilling = row.contactBilling;
    this.canDeleteAtExpiration = row.canDeleteAtExpiration;
    this.creation = row.creation;
    this.expiration = row.expiration;
    this.engagedUpTo = row.engagedUpTo;
    this.possibleRenewPeriod = row.possibleRenewPeriod;
    this.renew = row.renew;
    this.renewalType = row.renewalType;
    this.status = row.status;
  }
}

@WireModel('services.expanded.Customer.Contact', 'A contact of a service.')
export class CustomerContactView {
  /**
   * Customer code of the account.
   * @example "1234-567-89"
   */
  readonly customerCode: string;

  /**
   * Which contact it is.
   * @example "administrator"
   */
  @WireEnum('services.expanded.Customer.Contact.TypeEnum', CUSTOMER_CONTACT_TYPES)
  readonly type: (typeof CUSTOMER_CONTACT_TYPES)[number];

  /**
   * Nichandle of the account.
   * @example "xx11111-ovh"
   */
  readonly nichandle: string;

  constructor(customerCode: string, type: (typeof CUSTOMER_CONTACT_TYPES)[number], nichandle: string) {
    this.customerCode = customerCode;
    this.type = type;
    this.nichandle = nichandle;
  }
}

@WireModel('services.expanded.Customer', 'Who answers for a service.')
export class ServiceCustomerView {
  /** The three contacts of the service. */
  readonly contacts: CustomerContactView[];

  constructor(row: ServiceRow) {
    this.contacts = [
      new CustomerContactView(row.codeAdmin, 'administrator', row.contactAdmin),
      new CustomerContactView(row.codeTech, 'technical', row.contactTech),
      new CustomerContactView(row.codeBilling, 'billing', row.contactBilling),
    ];
  }
}

@WireModel('services.expanded.Resource', 'What a service is called.')
export class ServiceResourceView {
  /**
   * Name of the service.
   * @example "example.com"
   */
  readonly name: string;

  /**
   * Name to show.
   * @example "example.com"
   */
  readonly displayName: string;

  constructor(name: string) {
    this.name = name;
    this.displayName = name;
  }
}

@WireModel('services.expanded.Route', 'Where in this API a service is managed.')
export class ServiceRouteView {
  /**
   * Path of the API under which the service is managed, with its parameter.
   * @example "/email/domain/{domain}"
   */
  readonly path: string;

  /**
   * The same with the service's name filled in.
   * @example "/email/domain/example.com"
   */
  readonly url: string;

  constructor(path: string, name: string) {
    this.path = path;
    this.url = path.replace(/\{\w+\}$/, encodeURIComponent(name));
  }
}

/** A service of which the account is a contact. */
@WireModel('services.expanded.Service', 'A service as the list of services shows it.')
export class ServiceView {
  /**
   * Number of the service.
   * @example 12345
   */
  readonly serviceId: number;

  /**
   * Type of the service.
   * @example "emailDomain"
   */
  readonly type: string;

  /** What the service is called. */
  readonly resource: ServiceResourceView;

  /** Where the service is managed. */
  readonly route: ServiceRouteView;

  /** Who answers for it. */
  readonly customer: ServiceCustomerView;

  /**
   * Contacts that your account holds.
   * @example ["contactAdmin", "contactBilling"]
   */
  @WireEnumList('nichandle.changeContact.ContactTypeEnum', CONTACT_TYPES)
  readonly roles: ContactType[];

  /**
   * State of the service.
   * @example "ok"
   */
  @WireEnum('service.StateEnum', SERVICE_STATUSES)
  readonly state: ServiceStatus;

  /**
   * Day on which the service began.
   * @example "2025-11-20"
   */
  @Day()
  readonly creationDate: string;

  /**
   * Day up to which the service is paid for.
   * @example "2027-11-20"
   */
  @Day()
  readonly expirationDate: string;

  constructor(row: ServiceRow, path: string) {
    this.serviceId = row.id;
    this.type = row.type;
    this.resource = new ServiceResourceView(row.name);
    this.route = new ServiceRouteView(path, row.name);
    this.customer = new ServiceCustomerView(row);
    this.roles = row.roles;
    this.state = row.status;
    this.creationDate = row.creation;
    this.expirationDate = row.expiration;
  }
}
