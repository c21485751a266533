import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { NichandleProfile } from './nichandle-profile.js';

/** Languages that an account can choose (reference A.2); mails exist in French and English. */
export const ACCOUNT_LANGUAGES = [
  'cs_CZ', 'de_DE', 'en_AU', 'en_CA', 'en_GB', 'en_IE', 'en_US', 'es_ES', 'fi_FI', 'fr_CA', 'fr_FR', 'fr_MA', 'fr_SN',
  'fr_TN', 'it_IT', 'lt_LT', 'nl_NL', 'pl_PL', 'pt_PT',
] as const; // prettier-ignore
export type AccountLanguage = (typeof ACCOUNT_LANGUAGES)[number];

/** The language of the mails to somebody who chose this one. */
export const mailLanguageOf = (language: AccountLanguage): 'fr' | 'en' => (language.startsWith('fr') ? 'fr' : 'en');

/** What an account is opened with. */
export interface OpenAccount {
  /** Two letters, digits, `-` and the suffix of the installation; unique, never given again. */
  readonly nichandle: string;
  /** Digits in groups, as in `1234-567-89`; unique, never given again; the first half of every login of a user. */
  readonly customerCode: string;
  readonly email: string;
  readonly firstname: string;
  readonly name: string;
  readonly language: AccountLanguage;
  readonly country: string;
  readonly organisation?: string;
}

/** A customer. Signed in as itself it is the holder: always administrator, out of reach of its users (guide 001). */
@Entity({ tableName: 'account' })
export class Account {
  @PrimaryKey({ type: 'string' })
  readonly nichandle: string;

  @Property({ type: 'string' })
  readonly customerCode: string;

  @Property({ type: 'string' })
  email: string;

  @Property({ type: 'string', nullable: true })
  firstname: string | null;

  @Property({ type: 'string', nullable: true })
  name: string | null;

  @Property({ type: 'string', nullable: true })
  organisation: string | null;

  @Property({ type: 'string' })
  language: AccountLanguage;

  @Property({ type: 'string' })
  country: string;

  @Property({ type: 'string' })
  state: 'complete' | 'incomplete';

  @Property({ type: 'json' })
  profile: NichandleProfile = {};

  /** How many invoices are past due, as the billing service last said. */
  @Property({ type: 'integer' })
  unpaidInvoices = 0;

  @Property({ type: 'text', nullable: true })
  passwordHash: string | null = null;

  @Property({ type: 'datetime', nullable: true })
  passwordUpdatedAt: Date | null = null;

  @Property({ type: 'datetime' })
  readonly createdAt: Date;

  private constructor(account: OpenAccount, now: Date) {
    this.nichandle = account.nichandle;
    this.customerCode = account.customerCode;
    this.email = account.email;
    this.firstname = account.firstname;
    this.name = account.name;
    this.organisation = account.organisation ?? null;
    this.language = account.language;
    this.country = account.country;
    this.state = this.completeness();
    this.createdAt = now;
  }

  static open(account: OpenAccount, now: Date): Account {
    return new Account(account, now);
  }

  /** Can be named as a contact: reachable, and known by name. */
  get complete(): boolean {
    return this.state === 'complete';
  }

  /** French for every variety of French, English for everybody else. */
  get mailLanguage(): 'fr' | 'en' {
    return mailLanguageOf(this.language);
  }

  setPassword(hash: string, now: Date): void {
    this.passwordHash = hash;
    this.passwordUpdatedAt = now;
  }

  /** Takes over the given fields and says which of them changed. */
  edit(changes: AccountChanges): string[] {
    const { firstname, name, organisation, language, country, ...profile } = changes;
    const before: Record<string, unknown> = { ...this.profile, ...this.named() };
    if (firstname !== undefined) this.firstname = firstname;
    if (name !== undefined) this.name = name;
    if (organisation !== undefined) this.organisation = organisation;
    if (language != null) this.language = language;
    if (country != null) this.country = country;
    this.profile = { ...this.profile, ...profile };
    this.state = this.completeness();
    const after: Record<string, unknown> = { ...this.profile, ...this.named() };
    // A field that was never filled in is as empty as one that is cleared.
    return Object.keys(changes).filter((key) => (before[key] ?? null) !== (after[key] ?? null));
  }

  private named(): Pick<Account, 'firstname' | 'name' | 'organisation' | 'language' | 'country'> {
    const { firstname, name, organisation, language, country } = this;
    return { firstname, name, organisation, language, country };
  }

  private completeness(): 'complete' | 'incomplete' {
    return this.email !== '' && this.firstname && this.name ? 'complete' : 'incomplete';
  }
}

/** The fields of an account that its holder may change; `null` clears one that may be empty. */
export type AccountChanges = NichandleProfile & {
  readonly firstname?: string | null;
  readonly name?: string | null;
  readonly organisation?: string | null;
  readonly language?: AccountLanguage | null;
  readonly country?: string | null;
};
