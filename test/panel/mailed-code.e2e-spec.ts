/**
 * What becomes of the code in the link of a mail: where it goes, and who cannot use it up.
 *
 * @needs chromium
 */
import { codeOf } from './account-client.ts';
import { ADMIN, CLOUD, ENGLISH, OTHER, Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 120_000);

afterEach(async () => {
  // No test may pass while the page breaks its own policy or throws.
  expect(await stage.tidy()).toEqual([]);
});

afterAll(() => stage.strike());

describe('the code of the mail', () => {
  it('is in no address, referrer, history or storage; only the body of the answer carries it', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const link = await stage.admin.linkFor(change.id);
    const code = codeOf(link);
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(link);
    await visitor.page.locator('input[name="login"]').waitFor();
    expect(visitor.page.url()).toBe(stage.pageOf(change.id));
    await visitor.signIn(ADMIN);
    expect(await visitor.page.getByLabel('Validation code').inputValue()).toBe(code);
    await visitor.page.getByRole('button', { name: 'Accept' }).click();
    await visitor.page.getByText('You have accepted.').waitFor();

    expect(await visitor.stored()).not.toContain(code);
    expect(visitor.sent.filter(({ url, headers }) => `${url}${headers}`.includes(code))).toEqual([]);
    expect(visitor.sent.filter(({ body }) => body.includes(code)).map(({ url }) => url)).toEqual([
      `${stage.url}/1.0/me/task/contactChange/${String(change.id)}/accept`,
    ]);
    expect(visitor.sent.filter(({ url }) => !url.startsWith(stage.url))).toEqual([]);
    await visitor.page.goBack();
    await visitor.page.goForward();
    expect(visitor.page.url()).not.toContain(code);
  }, 60_000);

  it('is used up by no scanner: neither fetched, nor opened with scripts, signed out or in, twice each', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const link = await stage.admin.linkFor(change.id);
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD', 'OPTIONS']) await fetch(link, { method });
    const scanner = await stage.visit(ENGLISH);
    for (const _visit of [1, 2]) {
      await scanner.page.goto(link);
      await scanner.page.locator('input[name="login"]').waitFor();
    }
    await scanner.signIn(ADMIN);
    // Leaving sooner would take the answer to the sign-in away.
    await scanner.page.getByRole('button', { name: 'Accept' }).waitFor();
    for (const _visit of [1, 2]) {
      await scanner.page.goto('about:blank');
      await scanner.page.goto(link);
      await scanner.page.getByRole('button', { name: 'Accept' }).waitFor();
    }
    expect(scanner.sent.filter(({ method }) => method !== 'GET').map(({ url }) => url)).toEqual([
      `${stage.url}/auth/login`,
    ]);
    expect(await stage.admin.change(change.id)).toEqual(change);

    await scanner.page.getByRole('button', { name: 'Accept' }).click();
    await scanner.page.getByText('You have accepted.').waitFor();
  }, 60_000);

  it('is still there after the session has ended and one has signed in again in place', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const code = codeOf(await stage.admin.linkFor(change.id));
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(stage.pageOf(change.id));
    await visitor.signIn(ADMIN);
    await visitor.page.getByLabel('Validation code').fill(code);
    await visitor.loseSession(stage.url);
    await visitor.page.getByText('what you had open and typed is still here').waitFor();
    expect(await visitor.page.getByLabel('Validation code').isVisible()).toBe(false);

    await visitor.signIn(ADMIN);
    await visitor.page.getByLabel('Validation code').waitFor();
    expect(await visitor.page.getByLabel('Validation code').inputValue()).toBe(code);
    await visitor.page.getByRole('button', { name: 'Accept' }).click();
    await visitor.page.getByText('You have accepted.').waitFor();
  }, 60_000);
});
