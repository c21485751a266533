import type { ContactChangeView } from '../../src/modules/contacts/contact-changes.dto.js';
import type { Contacts } from '../../src/modules/services/contact-type.js';
import { SERVICE_PATHS } from '../../src/modules/services/service-paths.js';
import { aService, type ServiceRow } from '../factories/a-service.js';
import { type AccountRow, anAccount } from '../factories/an-account.js';
import type { RunningApp } from '../helpers/start-app.js';

/** The path of a service's routes, base path included. */
export function pathOf({ type, name }: Pick<ServiceRow, 'type' | 'name'>): string {
  const path = SERVICE_PATHS.find((known) => known.type === type)?.path;
  if (path === undefined) throw new Error(`There is no path for ${type}`);
  return `/1.0${path.replace(/\{\w+\}/, encodeURIComponent(name))}`;
}

/** What people do with contact changes, and what they then see. */
export class Story {
  constructor(readonly app: RunningApp) {}

  /** An account of its own for one test. */
  async account(changes: Partial<AccountRow> = {}): Promise<AccountRow> {
    const account = anAccount(changes);
    await this.app.given({ accounts: [account] });
    return account;
  }

  /** A service whose contacts are all `owner`, but for those given. */
  async service(owner: AccountRow, changes: Partial<ServiceRow> = {}): Promise<string> {
    const service = aService(owner, changes);
    await this.app.given({ services: [service] });
    return pathOf(service);
  }

  /** Asks, and waits until the worker has asked the parties. Answers the number of the one change. */
  async ask(asker: AccountRow, path: string, wanted: Readonly<Record<string, string>>): Promise<number> {
    const [id] = await this.askAll(asker, path, wanted);
    return id ?? 0;
  }

  async askAll(asker: AccountRow, path: string, wanted: Readonly<Record<string, string>>): Promise<number[]> {
    const caller = await this.app.as(asker.nichandle);
    const body = (await caller.post(`${path}/changeContact`, wanted).expect(200)).body as unknown;
    await this.app.settle();
    return body as number[];
  }

  /** Answers with the code of the newest mail. */
  async answer(who: AccountRow, id: number, verb: 'accept' | 'refuse'): Promise<void> {
    const token = await this.app.mailbox.codeFor(who.email, id);
    await (await this.app.as(who.nichandle)).post(`${taskPath(id)}/${verb}`, { token }).expect(200, 'null');
    await this.app.settle();
  }

  async see(who: AccountRow, id: number): Promise<ContactChangeView> {
    const body = (await (await this.app.as(who.nichandle)).get(taskPath(id)).expect(200)).body as unknown;
    return body as ContactChangeView;
  }

  async contacts(who: AccountRow, path: string): Promise<Contacts> {
    const body = (await (await this.app.as(who.nichandle)).get(`${path}/serviceInfos`).expect(200)).body as unknown;
    const { contactAdmin, contactTech, contactBilling } = body as Contacts;
    return { contactAdmin, contactTech, contactBilling };
  }

  /** Subjects of the mails to an account, oldest first, without what stands before the colon. */
  async told({ email }: AccountRow): Promise<string[]> {
    const mails = await this.app.mailbox.to(email);
    return mails.map(({ subject }) => subject.replace(/^.*? ?: /, '')).reverse();
  }
}

export const taskPath = (id: number): string => `/1.0/me/task/contactChange/${String(id)}`;
