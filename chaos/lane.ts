import { setTimeout as pause } from 'node:timers/promises';
import type { ContactChangeAnswer, Refusal } from '../test/helpers/api-client.ts';
import type { Client, Person } from './client.ts';
import type { Call, Ledger } from './ledger.ts';
import type { MailKind, MailLog } from './mail-log.ts';
import type { Random } from './random.ts';

const ROLES = ['contactAdmin', 'contactTech', 'contactBilling'] as const;
type Role = (typeof ROLES)[number];

/** What the people of a lane are up to. */
type Plan = 'accept' | 'accept after a resend' | 'refuse' | 'cancel' | 'cancel at once';
const PLANS: readonly Plan[] = [
  'accept', 'accept', 'accept', 'accept', 'accept after a resend', 'refuse', 'cancel', 'cancel at once',
]; // prettier-ignore

/** A service as its people believe it to be. */
export interface LaneService {
  readonly name: string;
  contactAdmin: string;
  contactTech: string;
  contactBilling: string;
}

/** What every lane of a run has. */
export interface Surroundings {
  readonly people: ReadonlyMap<string, Person>;
  readonly mails: MailLog;
  readonly ledger: Ledger;
  /** No new change is begun, and nobody thinks any longer, after this. */
  readonly closing: AbortSignal;
  /** The run has failed after this: whatever is awaited does not come. */
  readonly deadline: AbortSignal;
  /** How long people think before they act, at most. */
  readonly thinkMs: number;
}

/**
 * One service and its people, with one contact change in flight at any time: they ask, read their mails, answer, and
 * begin the next. Whatever they are not sure of they look up, or do again.
 */
export class Lane {
  readonly service: LaneService;
  /** Number of the change in hand. */
  current: number | undefined;
  readonly #client: Client;
  readonly #random: Random;
  readonly #in: Surroundings;

  constructor(service: LaneService, client: Client, random: Random, surroundings: Surroundings) {
    this.service = service;
    this.#client = client;
    this.#random = random;
    this.#in = surroundings;
  }

  async run(): Promise<void> {
    while (!this.#in.closing.aborted) await this.#oneChange();
  }

  async #oneChange(): Promise<void> {
    const plan = this.#random.pick(PLANS);
    const role = this.#random.pick(ROLES);
    const from = this.service[role];
    const asker = this.#random.pick([this.service.contactAdmin, from]);
    const to = this.#random.pick([...this.#in.people.keys()].filter((account) => account !== from));
    await this.#think();
    const id = await this.#ask(this.#person(asker), role, to);
    this.current = id;
    const parties = [...new Set([asker, to])].map((account) => this.#person(account));
    if (plan.startsWith('cancel'))
      await this.#cancel(this.#person(asker), id, plan === 'cancel at once' ? [] : parties);
    else await this.#answerAll(parties, id, plan);
    const ended = await this.#client.look(this.#person(asker), id);
    if (ended.state === 'done') this.service[role] = to;
    this.current = undefined;
  }

  async #answerAll(parties: readonly Person[], id: number, plan: Plan): Promise<void> {
    const inOrder = this.#random.shuffled(parties);
    for (const [index, person] of inOrder.entries()) {
      await this.#think();
      if (plan === 'accept after a resend' && index === 0) await this.#resend(person, id);
      const refuses = plan === 'refuse' && index === inOrder.length - 1;
      await this.#answer(person, id, refuses ? 'refuse' : 'accept');
    }
    const [first] = parties;
    if (first) await this.#mail(first, id, plan === 'refuse' ? 'refused' : 'done');
  }

  /** Asking twice makes one change: the second is told the number of the first. */
  async #ask(asker: Person, role: Role, to: string): Promise<number> {
    const path = `/1.0/vps/${this.service.name}/changeContact`;
    for (;;) {
      const answer = await this.#client.change<number[] | Refusal>(asker, path, { [role]: to });
      if (answer === undefined) continue;
      if (answer.status === 200) {
        const [id = 0] = answer.body as number[];
        this.#in.ledger.accept(id, asker.account, 'ask');
        return id;
      }
      const { details } = answer.body as Refusal;
      if (answer.status === 409 && details?.contactChange !== undefined) return Number(details.contactChange);
      throw new Error(`${asker.account} asked ${path} for ${role} ${to}: ${JSON.stringify(answer.body)}`);
    }
  }

  /** Tries the codes that were mailed, each until it is known not to be the one, newest first. */
  async #answer(person: Person, id: number, call: 'accept' | 'refuse'): Promise<void> {
    const wrong = new Set<string>();
    for (;;) {
      const isNew = ({ code }: { code?: string }): boolean => code !== undefined && !wrong.has(code);
      const mail = await this.#in.ledger.stall(this.#in.mails.await(id, person.email, isNew, this.#in.deadline));
      this.#in.deadline.throwIfAborted();
      const token = mail?.code ?? '';
      const answer = await this.#call(person, id, call, { token });
      if (answer === 200 || hasAnswered(person, await this.#client.look(person, id))) return;
      // A mail that was sent a second time has a code of its own, and the former one is dead.
      if (answer === 403) wrong.add(token);
    }
  }

  async #resend(person: Person, id: number): Promise<void> {
    await this.#in.mails.await(id, person.email, ({ kind }) => kind === 'asked', this.#in.deadline);
    await this.#call(person, id, 'resendEmail', {});
  }

  /** @param parties who has the mail before it is cancelled */
  async #cancel(asker: Person, id: number, parties: readonly Person[]): Promise<void> {
    await this.#think();
    for (const person of parties) await this.#mail(person, id, 'asked');
    while ((await this.#call(asker, id, 'cancel', {})) !== 200) {
      if ((await this.#client.look(asker, id)).state === 'aborted') break;
    }
    for (const person of parties) await this.#mail(person, id, 'cancelled');
  }

  /** @returns the status; undefined when the answer was lost */
  async #call({ account, ...person }: Person, id: number, call: Call, body: object): Promise<number | undefined> {
    const path = `/1.0/me/task/contactChange/${String(id)}/${call}`;
    const answer = await this.#client.change({ account, ...person }, path, body);
    if (answer?.status === 200) this.#in.ledger.accept(id, account, call);
    return answer?.status;
  }

  async #mail(person: Person, id: number, kind: MailKind): Promise<void> {
    const arrival = this.#in.mails.await(id, person.email, (mail) => mail.kind === kind, this.#in.deadline);
    await this.#in.ledger.stall(arrival);
    this.#in.deadline.throwIfAborted();
  }

  #person(account: string): Person {
    const person = this.#in.people.get(account);
    if (!person) throw new Error(`Nobody knows ${account}`);
    return person;
  }

  async #think(): Promise<void> {
    const ms = this.#random.between(0, this.#in.thinkMs);
    await pause(ms, undefined, { signal: this.#in.closing }).catch(() => undefined);
  }
}

/** Whether the change shows this account's answer, or needs none any more. */
const hasAnswered = ({ account }: Person, { state, validations }: ContactChangeAnswer): boolean =>
  state !== 'validatingByCustomers' || validations.some((one) => one.account === account && one.acceptedAt !== null);
