import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import { type Account, ACCOUNT_LANGUAGES, type AccountLanguage } from './account.entity.js';
import {
  COUNTRIES,
  type Country,
  GENDERS,
  type Gender,
  LEGAL_FORMS,
  type LegalForm,
  OVH_COMPANIES,
  OVH_SUBSIDIARIES,
  PHONE_TYPES,
  type PhoneType,
  STATES,
} from './nichandle-enums.js';

/**
 * The account's details; what is left out stays as it is, and what only the provider may change is ignored (reference
 * §2.2). `null` empties a field that may be empty.
 */
@WireModel('nichandle.NichandleUpdate', 'What can be changed about an account.')
export class NichandleBody {
  /**
   * First name.
   * @example "Jane"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly firstname?: string | null;

  /**
   * Family name.
   * @example "Doe"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly name?: string | null;

  /**
   * Company or association.
   * @example "Example SAS"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly organisation?: string | null;

  /**
   * Language of the mails and of the panel; French and English are complete.
   * @example "fr_FR"
   */
  @IsOptional()
  @IsIn(ACCOUNT_LANGUAGES)
  @WireEnum('nichandle.LanguageEnum', ACCOUNT_LANGUAGES)
  readonly language?: AccountLanguage | null;

  /**
   * Country of the customer, two letters.
   * @example "FR"
   */
  @IsOptional()
  @IsIn(COUNTRIES)
  @WireEnum('nichandle.CountryEnum', COUNTRIES)
  readonly country?: Country | null;

  /**
   * Street and number.
   * @example "2 rue Kellermann"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly address?: string | null;

  /**
   * Region or state.
   * @example "Hauts-de-France"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly area?: string | null;

  /**
   * City of birth.
   * @example "Roubaix"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly birthCity?: string | null;

  /**
   * Day of birth.
   * @example "1980-01-31"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly birthDay?: string | null;

  /**
   * City.
   * @example "Roubaix"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly city?: string | null;

  /**
   * Number of the company in its national register.
   * @example "424761419"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly companyNationalIdentificationNumber?: string | null;

  /**
   * Second line of the address.
   * @example "Building B"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly complementaryAddress?: string | null;

  /**
   * Legal form of the company, as its country calls it.
   * @example "SAS"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly corporationType?: string | null;

  /**
   * Fax number.
   * @example "+33.320000001"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly fax?: string | null;

  /**
   * Recipient code for electronic invoices in Italy.
   * @example "0000000"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly italianSDI?: string | null;

  /**
   * Kind of customer.
   * @example "corporation"
   */
  @IsOptional()
  @IsIn(LEGAL_FORMS)
  @WireEnum('nichandle.LegalFormEnum', LEGAL_FORMS)
  readonly legalform?: LegalForm | null;

  /**
   * Number of the person in a national register.
   * @example "AB123456"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly nationalIdentificationNumber?: string | null;

  /**
   * Phone number, international format.
   * @example "+33.320000000"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly phone?: string | null;

  /**
   * Country of the phone number.
   * @example "FR"
   */
  @IsOptional()
  @IsIn(COUNTRIES)
  @WireEnum('nichandle.CountryEnum', COUNTRIES)
  readonly phoneCountry?: Country | null;

  /**
   * Whether the number is of a mobile phone or a landline.
   * @example "mobile"
   */
  @IsOptional()
  @IsIn(PHONE_TYPES)
  @WireEnum('nichandle.PhoneTypeEnum', PHONE_TYPES)
  readonly phoneType?: PhoneType | null;

  /**
   * What the services are bought for.
   * @example "Professional use"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly purposeOfPurchase?: string | null;

  /**
   * Gender.
   * @example "female"
   */
  @IsOptional()
  @IsIn(GENDERS)
  @WireEnum('nichandle.GenderEnum', GENDERS)
  readonly sex?: Gender | null;

  /**
   * A second address.
   * @example "jane.home@example.net"
   */
  @IsOptional()
  @IsEmail({}, { message: 'spareEmail must be an e-mail address' })
  readonly spareEmail?: string | null;

  /**
   * VAT number.
   * @example "FR22424761419"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly vat?: string | null;

  /**
   * Postcode.
   * @example "59100"
   */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly zip?: string | null;
}

@WireModel('nichandle.Currency', 'A currency.')
export class CurrencyView {
  /**
   * ISO 4217 code.
   * @example "EUR"
   */
  readonly code: string = 'EUR';

  /**
   * How it is written on invoices.
   * @example "€"
   */
  readonly symbol: string = '€';
}

/** An account, as the reference's `nichandle.Nichandle`. */
@WireModel('nichandle.Nichandle', 'An account and what is known of the customer behind it.')
export class NichandleView {
  /**
   * Identifier of the account.
   * @example "xx11111-ovh"
   */
  readonly nichandle: string;

  /**
   * The account's digital id: the first half of its users' logins.
   * @example "1234-567-89"
   */
  readonly customerCode: string | null;

  /**
   * Address that mails go to.
   * @example "jane.doe@example.com"
   */
  readonly email: string;

  /**
   * First name.
   * @example "Jane"
   */
  readonly firstname: string | null;

  /**
   * Family name.
   * @example "Doe"
   */
  readonly name: string | null;

  /**
   * Company or association.
   * @example "Example SAS"
   */
  readonly organisation: string | null;

  /**
   * Language of the mails and of the panel.
   * @example "fr_FR"
   */
  @WireEnum('nichandle.LanguageEnum', ACCOUNT_LANGUAGES)
  readonly language: AccountLanguage | null;

  /**
   * Country of the customer.
   * @example "FR"
   */
  @WireEnum('nichandle.CountryEnum', COUNTRIES)
  readonly country: string;

  /** Currency of the invoices. */
  readonly currency: CurrencyView = new CurrencyView();

  /**
   * Whether the account can be named as a contact: an address, a first name and a family name are known.
   * @example "complete"
   */
  @WireEnum('nichandle.StateEnum', STATES)
  readonly state: (typeof STATES)[number];

  /**
   * Whether the customer's identity was checked; null when nobody looked.
   * @example null
   */
  readonly kycValidated: boolean | null = null;

  /**
   * Company of the provider that the contract is with.
   * @example "ovh"
   */
  @WireEnum('nichandle.OvhCompanyEnum', OVH_COMPANIES)
  readonly ovhCompany: string = 'ovh';

  /**
   * Subsidiary of the provider that the contract is with.
   * @example "FR"
   */
  @WireEnum('nichandle.OvhSubsidiaryEnum', OVH_SUBSIDIARIES)
  readonly ovhSubsidiary: string = 'FR';

  /**
   * Street and number.
   * @example "2 rue Kellermann"
   */
  readonly address: string | null;

  /**
   * Region or state.
   * @example "Hauts-de-France"
   */
  readonly area: string | null;

  /**
   * City of birth.
   * @example "Roubaix"
   */
  readonly birthCity: string | null;

  /**
   * Day of birth.
   * @example "1980-01-31"
   */
  readonly birthDay: string | null;

  /**
   * City.
   * @example "Roubaix"
   */
  readonly city: string | null;

  /**
   * Number of the company in its national register.
   * @example "424761419"
   */
  readonly companyNationalIdentificationNumber: string | null;

  /**
   * Second line of the address.
   * @example "Building B"
   */
  readonly complementaryAddress: string | null;

  /**
   * Legal form of the company, as its country calls it.
   * @example "SAS"
   */
  readonly corporationType: string | null;

  /**
   * Fax number.
   * @example "+33.320000001"
   */
  readonly fax: string | null;

  /**
   * Recipient code for electronic invoices in Italy.
   * @example "0000000"
   */
  readonly italianSDI: string | null;

  /**
   * Kind of customer.
   * @example "corporation"
   */
  @WireEnum('nichandle.LegalFormEnum', LEGAL_FORMS)
  readonly legalform: string;

  /**
   * Number of the person in a national register.
   * @example "AB123456"
   */
  readonly nationalIdentificationNumber: string | null;

  /**
   * Phone number, international format.
   * @example "+33.320000000"
   */
  readonly phone: string | null;

  /**
   * Country of the phone number.
   * @example "FR"
   */
  @WireEnum('nichandle.CountryEnum', COUNTRIES)
  readonly phoneCountry: string | null;

  /**
   * Whether the number is of a mobile phone or a landline.
   * @example "mobile"
   */
  @WireEnum('nichandle.PhoneTypeEnum', PHONE_TYPES)
  readonly phoneType: string | null;

  /**
   * What the services are bought for.
   * @example "Professional use"
   */
  readonly purposeOfPurchase: string | null;

  /**
   * Gender.
   * @example "female"
   */
  @WireEnum('nichandle.GenderEnum', GENDERS)
  readonly sex: string | null;

  /**
   * A second address.
   * @example "jane.home@example.net"
   */
  readonly spareEmail: string | null;

  /**
   * VAT number.
   * @example "FR22424761419"
   */
  readonly vat: string | null;

  /**
   * Postcode.
   * @example "59100"
   */
  readonly zip: string | null;

  // eslint-disable-next-line complexity -- one line per field, each with its own fallback
  constructor({ profile, ...account }: Account) {
    this.nichandle = account.nichandle;
    this.customerCode = account.customerCode;
    this.email = account.email;
    this.firstname = account.firstname;
    this.name = account.name;
    this.organisation = account.organisation;
    this.language = account.language;
    this.country = account.country;
    this.state = account.state;
    this.address = profile.address ?? null;
    this.area = profile.area ?? null;
    this.birthCity = profile.birthCity ?? null;
    this.birthDay = profile.birthDay ?? null;
    this.city = profile.city ?? null;
    this.companyNationalIdentificationNumber = profile.companyNationalIdentificationNumber ?? null;
    this.complementaryAddress = profile.complementaryAddress ?? null;
    this.corporationType = profile.corporationType ?? null;
    this.fax = profile.fax ?? null;
    this.italianSDI = profile.italianSDI ?? null;
    this.legalform = profile.legalform ?? 'individual';
    this.nationalIdentificationNumber = profile.nationalIdentificationNumber ?? null;
    this.phone = profile.phone ?? null;
    this.phoneCountry = profile.phoneCountry ?? null;
    this.phoneType = profile.phoneType ?? null;
    this.purposeOfPurchase = profile.purposeOfPurchase ?? null;
    this.sex = profile.sex ?? null;
    this.spareEmail = profile.spareEmail ?? null;
    this.vat = profile.vat ?? null;
    this.zip = profile.zip ?? null;
  }
}
