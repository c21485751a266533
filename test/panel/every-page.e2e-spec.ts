/**
 * What holds on every page: accessibility, width, weight.
 *
 * @needs chromium
 */
import { ADMIN, CLOUD, ENGLISH, OTHER, Stage } from './stage.ts';
import { PHONE } from './visitor.ts';

/** Compressed script that the first load of a page may take (product §10; issue of the control panel). */
const SCRIPT_BUDGET_BYTES = 90_000;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 120_000);

afterEach(async () => {
  // No test may pass while the page breaks its own policy or throws.
  expect(await stage.tidy()).toEqual([]);
});

afterAll(() => stage.strike());

describe('every page', () => {
  it.each([
    ['light', PHONE],
    ['dark', PHONE],
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 1280, height: 900 }],
  ] as const)(
    'has nothing that axe objects to, %s, %o',
    async (colorScheme, viewport) => {
      const change = await stage.ask(CLOUD, { contactTech: OTHER });
      const visitor = await stage.visit({ locale: 'fr-FR', colorScheme, viewport });
      await visitor.page.goto(await stage.other.linkFor(change.id));
      await visitor.page.getByRole('heading', { name: 'Connexion' }).waitFor();
      expect(await visitor.accessibilityFaults()).toEqual([]);
      await visitor.signIn(OTHER);
      await visitor.page.getByRole('button', { name: 'Accepter' }).waitFor();
      expect(await visitor.accessibilityFaults()).toEqual([]);
      expect(await visitor.overflows()).toBe(false);
      await visitor.page.getByRole('link', { name: 'Toutes mes demandes' }).click();
      await visitor.page.locator('.request-row').first().waitFor();
      expect(await visitor.accessibilityFaults()).toEqual([]);
      expect(await visitor.overflows()).toBe(false);
    },
    60_000,
  );

  it('fits the budget of script for its first load, signed out and in', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(await stage.admin.linkFor(change.id));
    await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const signedOut = await visitor.scriptBytes();
    await visitor.signIn(ADMIN);
    await visitor.page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await visitor.scriptBytes()).toBe(signedOut);
    expect(signedOut).toBeGreaterThan(0);
    expect(signedOut).toBeLessThanOrEqual(SCRIPT_BUDGET_BYTES);
  }, 60_000);
});
