import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { chromiumPath } from '../helpers/services.ts';
import { AccountClient, type ContactChange } from './account-client.ts';
import { DEMO_PASSWORD, type RunningProgram, startProgram } from './running-program.ts';
import { PHONE, Visitor } from './visitor.ts';

/** Admin contact of nearly every demo service; its account speaks English. */
export const ADMIN = 'xx11111-ovh';
/** The account that roles are handed to; speaks French. */
export const OTHER = 'yy22222-ovh';
/** An account without a part in any of it; speaks French. */
export const STRANGER = 'zz33333-ovh';

/** The service that most tests ask changes for; what is still open when a test ends is cancelled. */
export const CLOUD = '/dedicatedCloud/pcc-192-0-2-1';

export const ENGLISH: BrowserContextOptions = { locale: 'en-GB' };
export const FRENCH_PHONE: BrowserContextOptions = { locale: 'fr-FR', viewport: PHONE };

/** The program, a browser, and the two parties of a contact change. */
export class Stage {
  readonly url: string;
  readonly admin: AccountClient;
  readonly other: AccountClient;
  private readonly program: RunningProgram;
  private readonly browser: Browser;
  private readonly visitors: Visitor[] = [];
  private readonly asked: number[] = [];

  private constructor(program: RunningProgram, browser: Browser, admin: AccountClient, other: AccountClient) {
    this.url = program.url;
    this.program = program;
    this.browser = browser;
    this.admin = admin;
    this.other = other;
  }

  static async set(): Promise<Stage> {
    // One after the other: a program that does not start must not leave a browser behind.
    const program = await startProgram();
    const signIn = (login: string): Promise<AccountClient> => AccountClient.signIn(program.url, login, DEMO_PASSWORD);
    const [admin, other] = await Promise.all([signIn(ADMIN), signIn(OTHER)]);
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    return new Stage(program, browser, admin, other);
  }

  /** A person with a browser that knows nothing yet. */
  async visit(options: BrowserContextOptions): Promise<Visitor> {
    const visitor = await Visitor.come(this.browser, options);
    this.visitors.push(visitor);
    return visitor;
  }

  /** A change that the admin contact has asked for and that waits for both answers. */
  async ask(service: string, wanted: Readonly<Record<string, string>>): Promise<ContactChange> {
    const change = await this.admin.ask(service, wanted);
    this.asked.push(change.id);
    return change;
  }

  /** Address of a request, as it stands once the code has been taken out of it. */
  pageOf(id: number): string {
    return `${this.url}/contacts/requests?taskId=${String(id)}`;
  }

  /**
   * Ends what a test left open.
   *
   * @returns what went wrong in its browsers: violations of the page's own policy, scripts that failed
   */
  async tidy(): Promise<string[]> {
    const visitors = this.visitors.splice(0);
    await Promise.all(visitors.map((visitor) => visitor.leave()));
    for (const id of this.asked.splice(0)) {
      const { state } = await this.admin.change(id);
      if (state === 'validatingByCustomers') await this.admin.post(`/1.0/me/task/contactChange/${String(id)}/cancel`);
    }
    return visitors.flatMap((visitor) => visitor.faults);
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.program.stop();
  }
}
