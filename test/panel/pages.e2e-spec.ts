/**
 * Who sees what, the list of requests, and passwords chosen in the panel.
 *
 * @needs chromium
 */
import { eventually } from '../messaging/eventually.ts';
import { codeOf } from './account-client.ts';
import { DEMO_PASSWORD } from './running-program.ts';
import { ADMIN, CLOUD, ENGLISH, FRENCH_PHONE, OTHER, Stage, STRANGER } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 120_000);

afterEach(async () => {
  // No test may pass while the page breaks its own policy or throws.
  expect(await stage.tidy()).toEqual([]);
});

afterAll(() => stage.strike());

describe('who may see and do what', () => {
  it('tells somebody else which account they are signed in with, and lets them change it without losing the code', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(await stage.other.linkFor(change.id));
    await visitor.signIn(STRANGER);
    await visitor.page.getByText(`ne concerne pas le compte`).waitFor();
    expect(await visitor.page.locator('main').innerText()).toContain(STRANGER);
    expect(await visitor.page.locator('main').innerText()).not.toContain('pcc-192-0-2-1');
    expect(await visitor.accessibilityFaults()).toEqual([]);

    await visitor.page.getByRole('button', { name: 'Se connecter avec un autre compte' }).click();
    await visitor.signIn(OTHER);
    await visitor.page.getByRole('button', { name: 'Accepter' }).click();
    await visitor.page.getByText('Vous avez accepté.').waitFor();
  }, 60_000);

  it('offers no button that the API would refuse to a user who may only read, and says why', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(await stage.admin.linkFor(change.id));
    await visitor.signIn('1234-567-89/martin');
    await visitor.page.getByText('Some actions are not available to you').first().waitFor();
    for (const name of ['Accept', 'Refuse', 'Resend the mail', 'Cancel the request']) {
      expect(await visitor.page.getByRole('button', { name }).count()).toBe(0);
    }
  }, 60_000);
});

describe('My requests', () => {
  it('lists what was received and sent, filters it on the server and opens one', async () => {
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(`${stage.url}/contacts/requests`);
    await visitor.signIn(ADMIN);
    await visitor.page.getByRole('heading', { name: 'My requests' }).waitFor();
    const rows = visitor.page.locator('.request-row');
    await rows.first().waitFor();
    const all = (await stage.admin.get<number[]>('/1.0/me/task/contactChange')).length;
    expect(await rows.count()).toBe(Math.min(all, 20));

    await visitor.page.getByLabel('State').selectOption('refused');
    await eventually(async () => {
      const states = await rows.locator('.badge').allInnerTexts();
      return states.length > 0 && states.every((state) => state === 'Refused');
    });
    await visitor.page.getByRole('radio', { name: 'Received' }).check({ force: true });
    await visitor.page.getByText('No request matches these filters.').waitFor();
    expect(await visitor.accessibilityFaults()).toEqual([]);
    await visitor.page.getByRole('button', { name: 'Clear the filters' }).click();

    await rows.first().getByRole('link').click();
    await visitor.page.getByRole('heading', { name: /^Change of contact on/ }).waitFor();
    await visitor.page.getByRole('link', { name: 'All my requests' }).click();
    await rows.first().waitFor();
  }, 60_000);

  it('switches the language at once and remembers it', async () => {
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(`${stage.url}/contacts/requests`);
    await visitor.signIn(OTHER);
    await visitor.page.getByRole('heading', { name: 'Mes demandes' }).waitFor();
    await visitor.page.getByRole('button', { name: 'English' }).click();
    await visitor.page.getByRole('heading', { name: 'My requests' }).waitFor();
    await visitor.page.reload();
    await visitor.page.getByRole('heading', { name: 'My requests' }).waitFor();
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe('en');
  }, 60_000);
});

describe('the first password', () => {
  it('is chosen from the link of the invitation, which only the button uses up', async () => {
    const email = 'ada@example.com';
    await stage.admin.post('/1.0/me/identity/user', { login: 'ada', email, description: '', group: 'DEFAULT' });
    const link = await stage.admin.linkWith(/https?:\/\/\S+\/first-password#token=[\w-]+/, email);
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(link);
    await visitor.page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
    expect(await visitor.accessibilityFaults()).toEqual([]);
    const password = visitor.page.getByLabel('Nouveau mot de passe', { exact: true });
    await password.fill('aaaabbbbcccc');
    await visitor.page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
    await visitor.page.locator('.field-error[lang="en"]').waitFor();
    expect(await password.inputValue()).toBe('aaaabbbbcccc');

    await password.fill(DEMO_PASSWORD);
    await visitor.page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
    await visitor.page.getByText('Votre mot de passe est enregistré.').waitFor();
    await visitor.page.getByRole('button', { name: 'Se connecter' }).click();
    await visitor.signIn('1234-567-89/ada');
    await visitor.page.locator('.request-row').first().waitFor();
    expect(visitor.sent.filter(({ url, headers }) => `${url}${headers}`.includes(codeOf(link)))).toEqual([]);
  }, 60_000);

  it('replaces a password that somebody else gave, before anything else', async () => {
    const given = 'handed over on a note';
    await stage.admin.post('/1.0/me/identity/user', { login: 'grace', email: 'grace@example.com', password: given });
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(`${stage.url}/sign-in`);
    await visitor.signIn('1234-567-89/grace', given);
    await visitor.page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    // Loading the page again is no way around it.
    await visitor.page.goto(`${stage.url}/contacts/requests`);
    await visitor.signIn('1234-567-89/grace', given);
    await visitor.page.getByLabel('New password', { exact: true }).fill(DEMO_PASSWORD);
    await visitor.page.getByRole('button', { name: 'Save the password' }).click();
    await visitor.page.locator('.request-row').first().waitFor();
  }, 60_000);
});

describe('a reset', () => {
  it('is answered from the link of the mail; without the link the page says what is missing', async () => {
    const email = 'mary@example.com';
    await stage.admin.post('/1.0/me/identity/user', { login: 'mary', email, password: 'handed over on a note' });
    await stage.admin.post('/1.0/me/identity/user/mary/resetPassword', { revoke: true });
    const link = await stage.admin.linkWith(/https?:\/\/\S+\/reset-password#token=[\w-]+/, email);
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(link);
    await visitor.page.getByRole('heading', { name: 'Choisissez un nouveau mot de passe' }).waitFor();
    expect(await visitor.accessibilityFaults()).toEqual([]);
    await visitor.page.getByLabel('Nouveau mot de passe', { exact: true }).fill(DEMO_PASSWORD);
    await visitor.page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
    await visitor.page.getByText('Votre mot de passe est enregistré.').waitFor();
    await visitor.page.getByRole('button', { name: 'Se connecter' }).click();
    await visitor.signIn('1234-567-89/mary');
    await visitor.page.locator('.request-row').first().waitFor();
    expect(visitor.sent.filter(({ url, headers }) => `${url}${headers}`.includes(codeOf(link)))).toEqual([]);
    await visitor.page.goto(`${stage.url}/reset-password`);
    await visitor.page.getByText('Ouvrez de nouveau ce lien, en entier.').waitFor();
  }, 60_000);
});

describe('signing out', () => {
  it('leaves nothing of the account on the page', async () => {
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(`${stage.url}/contacts/requests`);
    await visitor.signIn(ADMIN);
    await visitor.page.locator('.request-row').first().waitFor();
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await visitor.page.locator('.request-row').count()).toBe(0);
  }, 60_000);
});
