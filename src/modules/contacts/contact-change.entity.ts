import { BigIntType, Collection, PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { DomainError } from '../../platform/errors/domain-error.js';
import { issueToken, tokenMatches } from '../../platform/tokens/one-time-token.js';
import type { AccountFacts } from '../accounts/index.js';
import type { Contacts, ContactType } from '../services/index.js';
import type { ChangeFailure } from './change-failure.js';
import { type ChangeState, type ChangeVerb, TRANSITIONS } from './contact-change-states.js';
import { contactErrors } from './contacts.errors.js';
import { debtorOf, type Move, movesOf, rolesToHandOver } from './handover-rules.js';

const HOUR_MS = 3_600_000;
/** Wrong codes after which the right one no longer works either (OWASP Transaction Authorization, 2.4). */
const MOST_WRONG_TRIES = 5;
const RESEND_PAUSE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_RESENDS_PER_DAY = 5;

/** What the rules need to know of the service. */
export interface ServiceFacts {
  readonly id: number;
  readonly alive: boolean;
  readonly contacts: Contacts;
}

export interface AskContactChange {
  readonly service: ServiceFacts;
  readonly askedBy: string;
  /** The contacts as they are wanted; one that is left out, or equal to the present one, stays. */
  readonly wanted: Partial<Contacts>;
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly now: Date;
  readonly hoursToAnswer: number;
}

/** A request to hand contact roles of a service from one account to another. */
@Entity({ tableName: 'contact_change' })
export class ContactChange {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: new BigIntType('number') })
  readonly serviceId: number;

  @Property({ type: 'string[]', columnType: 'text[]' })
  readonly contactTypes: ContactType[];

  @Property({ type: 'string' })
  readonly askingAccount: string;

  @Property({ type: 'string' })
  readonly fromAccount: string;

  @Property({ type: 'string' })
  readonly toAccount: string;

  @Property({ type: 'string' })
  state: ChangeState = 'todo';

  /** Why it ended in `error`. */
  @Property({ type: 'string', nullable: true })
  comment: ChangeFailure | null = null;

  @Property({ type: 'datetime' })
  readonly dateRequest: Date;

  @Property({ type: 'datetime', nullable: true })
  dateDone: Date | null = null;

  @Property({ type: 'datetime' })
  readonly expiresAt: Date;

  @Property({ type: 'datetime', nullable: true })
  remindedAt: Date | null = null;

  @OneToMany(() => ContactChangeParty, (party) => party.change, { orderBy: { account: 'asc' } })
  readonly parties = new Collection<ContactChangeParty>(this);

  private constructor({ service, askedBy, now, hoursToAnswer }: AskContactChange, { from, to, roles }: Move) {
    this.serviceId = service.id;
    this.contactTypes = roles;
    this.askingAccount = askedBy;
    this.fromAccount = from;
    this.toAccount = to;
    this.dateRequest = now;
    this.expiresAt = new Date(now.getTime() + hoursToAnswer * HOUR_MS);
    // Whoever takes a role for themselves is both parties: one answer settles it.
    this.parties.set([...new Set([askedBy, to])].map((account) => new ContactChangeParty(this, account, true)));
  }

  /**
   * Asks for contacts to be changed: one change per pair of present and wanted contact.
   *
   * @throws `contacts.role-not-yours`, `contacts.nothing-to-change`, `contacts.account-not-found`,
   * `contacts.unpaid-invoices`
   */
  static ask(request: AskContactChange): ContactChange[] {
    const moves = movesOf(request.service.contacts, request.wanted);
    const roles = moves.flatMap((move) => move.roles);
    const own = rolesToHandOver(request.askedBy, request.service.contacts);
    const foreign = roles.filter((role) => !own.includes(role));
    if (foreign.length > 0) throw contactErrors.roleNotYours(foreign, own);
    if (moves.length === 0) throw contactErrors.nothingToChange();
    const missing = roles.filter((role) => !request.accounts.get(request.wanted[role] ?? '')?.complete);
    if (missing.length > 0)
      throw contactErrors.accountNotFound(missing.map((role) => [role, request.wanted[role] ?? '']));
    for (const move of moves) {
      const debtor = debtorOf(move, request.accounts);
      if (debtor !== undefined) throw contactErrors.unpaidInvoices(debtor === request.askedBy);
    }
    return moves.map((move) => new ContactChange(request, move));
  }

  can(verb: ChangeVerb): boolean {
    return TRANSITIONS[verb].from.includes(this.state);
  }

  /** The worker takes the request up. */
  check(): void {
    this.go('check');
  }

  /** The parties are to be asked from here on. */
  askParties(): void {
    this.go('ask');
  }

  /** What keeps the change from being applied now; the same rules as on asking (the final gate: OWASP TxAuth 2.8). */
  obstacle(service: ServiceFacts | undefined, accounts: ReadonlyMap<string, AccountFacts>): ChangeFailure | undefined {
    if (!service?.alive) return 'service-gone';
    const held = this.contactTypes.every((role) => service.contacts[role] === this.fromAccount);
    if (!held || !this.deciders.some(({ account }) => this.mayBeHandedOverBy(account, service.contacts)))
      return 'role-no-longer-held';
    if (![this.askingAccount, this.toAccount].every((account) => accounts.get(account)?.complete))
      return 'account-incomplete';
    const move: Move = { from: this.fromAccount, to: this.toAccount, roles: this.contactTypes };
    return debtorOf(move, accounts) === undefined ? undefined : 'unpaid-invoices';
  }

  /**
   * A fresh token for a party that is still to answer.
   *
   * @returns undefined when there is nothing left to answer: a mail that comes late is not sent
   */
  issueTokenFor(account: string): string | undefined {
    const party = this.partyOf(account);
    return this.state === 'validatingByCustomers' && party?.awaited ? party.issueToken() : undefined;
  }

  /**
   * One party's answer, with the token that was mailed to it.
   *
   * @returns the error that refuses it, for the caller to throw once the wrong try it may stand for is stored
   */
  answer(account: string, token: string, verb: 'accept' | 'refuse', now: Date): DomainError | undefined {
    const party = this.partyOf(account);
    const asked = this.state === 'validatingByCustomers';
    // Once the change has ended there is nothing to guess any more: tries are not counted.
    if (!party?.mustAccept || (!asked && party.tokenDigest === null)) return contactErrors.invalidToken(false);
    if (!party.tries(token)) return contactErrors.invalidToken(party.tokenBurnt);
    const state = this.stateAt(now);
    if (state !== 'validatingByCustomers') return contactErrors.notPossible(verb, state);
    if (verb === 'refuse') this.refuse(party, now);
    else this.accept(party, now);
    return undefined;
  }

  /** @throws `contacts.not-asked-by-you`, `contacts.change-not-possible` */
  cancel(account: string, now: Date): void {
    if (account !== this.askingAccount) throw contactErrors.notAskedByYou();
    if (!this.can('cancel')) throw contactErrors.notPossible('cancel', this.state);
    this.end('cancel', now);
  }

  /** @throws `contacts.change-not-possible`, `contacts.already-answered`, `contacts.resend-too-soon`, `contacts.resend-too-often` */
  askAgain(account: string, now: Date): void {
    const state = this.stateAt(now);
    if (state !== 'validatingByCustomers') throw contactErrors.notPossible('resendEmail', state);
    const party = this.partyOf(account);
    if (!party?.awaited) throw contactErrors.alreadyAnswered();
    party.askAgain(now);
  }

  /** Marks the reminder as sent. */
  remind(now: Date): void {
    this.remindedAt = now;
  }

  expire(now: Date): void {
    this.end('expire', now);
  }

  fail(reason: ChangeFailure, now: Date): void {
    this.end('fail', now);
    this.comment = reason;
  }

  /** The contacts have moved: whoever lost a role without having asked for it is told, and may see the change now. */
  finish(now: Date): void {
    this.end('finish', now);
    if (!this.partyOf(this.fromAccount)) this.parties.add(new ContactChangeParty(this, this.fromAccount, false));
  }

  /** The party that said no; its token was used for that. */
  get refusedBy(): string | undefined {
    return this.deciders.find(({ refusedAt }) => refusedAt !== null)?.account;
  }

  /** Parties whose answer is still missing. */
  get awaited(): ContactChangeParty[] {
    return this.parties.getItems().filter((party) => party.awaited);
  }

  /** Parties whose answer is or was needed. */
  get deciders(): ContactChangeParty[] {
    return this.parties.getItems().filter((party) => party.mustAccept);
  }

  partyOf(account: string): ContactChangeParty | undefined {
    return this.parties.getItems().find((party) => party.account === account);
  }

  private accept(party: ContactChangeParty, now: Date): void {
    party.accept(now);
    if (this.awaited.length === 0) this.go('complete');
  }

  private refuse(party: ContactChangeParty, now: Date): void {
    party.refuse(now);
    this.end('refuse', now);
  }

  /**
   * One of those who had to agree must have the right. Mostly that is who asked; who gave the admin contact away in the
   * same request no longer has it, but then the new admin contact does, for whom this role is meant, too.
   */
  private mayBeHandedOverBy(account: string, contacts: Contacts): boolean {
    const own = rolesToHandOver(account, contacts);
    return this.contactTypes.every((role) => own.includes(role));
  }

  /** Time is up by the clock, even if no worker has noted it yet. */
  private stateAt(now: Date): ChangeState {
    return this.state === 'validatingByCustomers' && this.expiresAt <= now ? 'expired' : this.state;
  }

  private end(verb: ChangeVerb, now: Date): void {
    this.go(verb);
    this.dateDone = now;
  }

  private go(verb: ChangeVerb): void {
    if (!this.can(verb)) throw contactErrors.notPossible(verb, this.state);
    this.state = TRANSITIONS[verb].to;
  }
}

/** An account that a change concerns: one that must accept it, or one that is told of it in the end. */
@Entity({ tableName: 'contact_change_party' })
export class ContactChangeParty {
  [PrimaryKeyProp]?: ['change', 'account'];

  @ManyToOne(() => ContactChange, { primary: true, fieldName: 'change_id' })
  readonly change: Rel<ContactChange>;

  @PrimaryKey({ type: 'string' })
  readonly account: string;

  @Property({ type: 'boolean' })
  readonly mustAccept: boolean;

  @Property({ type: 'datetime', nullable: true })
  acceptedAt: Date | null = null;

  @Property({ type: 'datetime', nullable: true })
  refusedAt: Date | null = null;

  /** Of the newest token that was mailed; null when there is none that would work. */
  @Property({ type: 'blob', nullable: true })
  tokenDigest: Buffer | null = null;

  @Property({ type: 'integer' })
  wrongTries = 0;

  /** When the party asked for a new mail, ISO 8601, the last day only. */
  @Property({ type: 'json' })
  resentAt: string[] = [];

  constructor(change: ContactChange, account: string, mustAccept: boolean) {
    this.change = change;
    this.account = account;
    this.mustAccept = mustAccept;
  }

  get awaited(): boolean {
    return this.mustAccept && this.acceptedAt === null;
  }

  /** A fresh token; any earlier one no longer works. */
  issueToken(): string {
    const { token, digest } = issueToken();
    this.tokenDigest = digest;
    this.wrongTries = 0;
    return token;
  }

  /** Whether it is this party's present token; a wrong one counts, and the fifth burns the right one. */
  tries(token: string): boolean {
    if (this.tokenDigest !== null && tokenMatches(token, this.tokenDigest)) return true;
    this.wrongTries += 1;
    if (this.wrongTries >= MOST_WRONG_TRIES) this.tokenDigest = null;
    return false;
  }

  /** True when only a new mail can help. */
  get tokenBurnt(): boolean {
    return this.wrongTries >= MOST_WRONG_TRIES;
  }

  accept(now: Date): void {
    this.acceptedAt = now;
    this.tokenDigest = null;
  }

  refuse(now: Date): void {
    this.refusedAt = now;
    this.tokenDigest = null;
  }

  /**
   * Notes that a new mail was asked for; the old token dies now, not when the mail is made.
   *
   * @throws `contacts.resend-too-soon`, `contacts.resend-too-often`
   */
  askAgain(now: Date): void {
    const lastDay = this.resentAt.filter((at) => now.getTime() - Date.parse(at) < DAY_MS);
    const latest = lastDay.at(-1);
    if (lastDay.length >= MOST_RESENDS_PER_DAY) throw contactErrors.resendTooOften(MOST_RESENDS_PER_DAY);
    const pause = latest === undefined ? 0 : RESEND_PAUSE_MS - (now.getTime() - Date.parse(latest));
    if (pause > 0) throw contactErrors.resendTooSoon(Math.ceil(pause / 1000));
    this.resentAt = [...lastDay, now.toISOString()];
    this.tokenDigest = null;
  }
}
