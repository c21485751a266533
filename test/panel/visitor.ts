import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { DEMO_PASSWORD } from './running-program.ts';

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A phone of the smallest width that we promise to fit. */
export const PHONE = { width: 360, height: 740 };

/** Everything that a browser sent, as a server, a proxy or a referrer log would have it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly body: string;
}

/** A person with a browser of their own, who is watched: what the browser sends and what its policy forbids. */
export class Visitor {
  readonly page: Page;
  readonly sent: SentRequest[] = [];
  /** Violations of the Content-Security-Policy, and scripts that failed. */
  readonly faults: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async come(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options);
    const visitor = new Visitor(context, await context.newPage());
    visitor.watch();
    return visitor;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** Fills in the form that stands in place of the page. */
  async signIn(login: string, password = DEMO_PASSWORD): Promise<void> {
    await this.page.locator('input[name="login"]').fill(login);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.locator('input[name="password"]').press('Enter');
  }

  /** Ends the session from elsewhere: what the page shows, it does not know yet. */
  async loseSession(url: string): Promise<void> {
    await this.context.request.post(`${url}/auth/logout`, { headers: { 'x-mandate-csrf': '1' } });
  }

  /** What axe finds wrong on the page as it is now, one line per finding. */
  async accessibilityFaults(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(WCAG_22_AA).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  /** Everything that scripts of the page could keep beyond its life. */
  async stored(): Promise<string> {
    const kept = await this.page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])',
    );
    return `${kept} ${await this.page.evaluate<string>('indexedDB.databases().then((all) => JSON.stringify(all))')}`;
  }

  /** Compressed size of every script that the page has taken since it was loaded. */
  scriptBytes(): Promise<number> {
    return this.page.evaluate<number>(`
      performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
    `);
  }

  /** Whether the page is wider than the window. */
  overflows(): Promise<boolean> {
    return this.page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  }

  private watch(): void {
    this.page.on('request', (request) => {
      const { method, url, headers, body } = {
        method: request.method(),
        url: request.url(),
        headers: JSON.stringify(request.headers()),
        body: request.postData() ?? '',
      };
      this.sent.push({ method, url, headers, body });
    });
    this.page.on('pageerror', (error) => this.faults.push(String(error)));
    this.page.on('console', (message) => {
      if (/content security policy|violates/i.test(message.text())) this.faults.push(message.text());
    });
  }
}
