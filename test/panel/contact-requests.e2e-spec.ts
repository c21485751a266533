/**
 * The page that the mails about contact changes lead to, in a real browser against the real program.
 *
 * @needs chromium
 */
import { eventually } from '../messaging/eventually.ts';
import type { ContactChange } from './account-client.ts';
import { DEMO_PASSWORD } from './running-program.ts';
import { ADMIN, CLOUD, ENGLISH, FRENCH_PHONE, OTHER, Stage } from './stage.ts';

const EMAIL = '/email/domain/example.com';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 120_000);

afterEach(async () => {
  // No test may pass while the page breaks its own policy or throws.
  expect(await stage.tidy()).toEqual([]);
});

afterAll(() => stage.strike());

describe('a contact change, from the link in the mail', () => {
  it('is accepted by one party in English and by the other in French on a phone, and takes effect', async () => {
    const change = await stage.ask(EMAIL, { contactTech: OTHER });

    const asker = await stage.visit(ENGLISH);
    await asker.page.goto(await stage.admin.linkFor(change.id));
    await asker.page.getByText('sign in with the account that received the mail').waitFor();
    await asker.signIn(ADMIN);
    await asker.page.getByText('You ask that').waitFor();
    expect(await asker.page.title()).toBe('My requests – Contact management – Mandate');
    expect(await asker.page.locator('html').getAttribute('lang')).toBe('en');
    await asker.page.getByRole('button', { name: 'Accept' }).click();
    await asker.page.getByText('You have accepted. The answer of').waitFor();
    expect(acceptedBy(await stage.admin.change(change.id))).toEqual([ADMIN]);

    const successor = await stage.visit(FRENCH_PHONE);
    await successor.page.goto(await stage.other.linkFor(change.id));
    await successor.page.getByRole('heading', { name: 'Connexion' }).waitFor();
    await successor.signIn(OTHER);
    await successor.page.getByText('demande que vous deveniez contact technique').waitFor();
    expect(await successor.page.title()).toBe('Mes demandes – Gestion des contacts – Mandate');
    expect(await successor.page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await successor.overflows()).toBe(false);
    await successor.page.getByRole('button', { name: 'Accepter' }).click();
    await successor.page.getByText('vous êtes désormais contact technique').waitFor();
    // Whoever is still looking learns it as well, without doing anything.
    await asker.page.getByText('The change has taken effect').waitFor();

    const infos = await stage.admin.get<{ contactTech: string }>(`/1.0${EMAIL}/serviceInfos`);
    expect(infos.contactTech).toBe(OTHER);
  }, 60_000);

  it('shows everything that one agrees to before the buttons', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER, contactBilling: OTHER });
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(await stage.other.linkFor(change.id));
    await visitor.signIn(OTHER);
    await visitor.page.getByRole('button', { name: 'Accepter' }).waitFor();

    const text = await visitor.page.locator('main').innerText();
    const shown = [
      ...['Managed Bare Metal', 'pcc-192-0-2-1', 'Technique et facturation', 'Contact actuel', ADMIN],
      ...['Nouveau contact', OTHER, 'Demandé par', 'Expire le', 'Qui a accepté', 'En attente de validation'],
    ];
    for (const word of shown) {
      expect(text).toContain(word);
      expect(text.indexOf(word)).toBeLessThan(text.indexOf('Accepter'));
    }
  }, 60_000);

  it('says beside the field that a code is wrong, and keeps what was typed', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const visitor = await stage.visit(ENGLISH);
    await visitor.page.goto(stage.pageOf(change.id));
    await visitor.signIn(ADMIN);
    const code = visitor.page.getByLabel('Validation code');

    await visitor.page.getByRole('button', { name: 'Accept' }).click();
    await visitor.page.getByText('Enter the validation code from your mail.').waitFor();
    await code.fill('not-the-code');
    await visitor.page.getByRole('button', { name: 'Accept' }).click();
    const sentence = visitor.page.locator('[role="alert"]', { hasText: 'not the code of the last mail' });
    await sentence.waitFor();

    expect(await code.inputValue()).toBe('not-the-code');
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    expect(await code.getAttribute('aria-describedby')).toContain(await sentence.getAttribute('id'));
    expect(await code.evaluate((field: { matches(selector: string): boolean }) => field.matches(':focus'))).toBe(true);
    expect(acceptedBy(await stage.admin.change(change.id))).toEqual([]);
  }, 60_000);

  it('is refused after asking once more, and says so to both', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(await stage.other.linkFor(change.id));
    await visitor.signIn(OTHER);
    await visitor.page.getByRole('button', { name: 'Refuser' }).click();
    const dialog = visitor.page.getByRole('alertdialog', { name: 'Refuser cette demande ?' });
    expect(await visitor.accessibilityFaults()).toEqual([]);
    await visitor.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await stage.other.change(change.id)).state).toBe('validatingByCustomers');

    await visitor.page.getByRole('button', { name: 'Refuser' }).click();
    await dialog.getByRole('button', { name: 'Refuser' }).click();
    await visitor.page.getByText('La demande a été refusée.').waitFor();
    expect((await stage.admin.change(change.id)).state).toBe('refused');
  }, 60_000);

  it('is cancelled by whoever asked, and by nobody else', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const successor = await stage.visit(FRENCH_PHONE);
    await successor.page.goto(stage.pageOf(change.id));
    await successor.signIn(OTHER);
    await successor.page.getByRole('button', { name: 'Renvoyer la demande' }).waitFor();
    expect(await successor.page.getByRole('button', { name: 'Annuler la demande' }).count()).toBe(0);

    const asker = await stage.visit(ENGLISH);
    await asker.page.goto(stage.pageOf(change.id));
    await asker.signIn(ADMIN);
    await asker.page.getByRole('button', { name: 'Cancel the request' }).click();
    await asker.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the request' }).click();
    await asker.page.getByText('The request was cancelled.').waitFor();
    // The other party's page follows, and offers nothing any more.
    await successor.page.getByText('La demande a été annulée.').waitFor();
    expect(await successor.page.getByRole('button', { name: 'Accepter' }).count()).toBe(0);
  }, 60_000);

  it('sends the mail again with another code, which replaces the one in the field', async () => {
    const change = await stage.ask(CLOUD, { contactTech: OTHER });
    const first = await stage.other.linkFor(change.id);
    const visitor = await stage.visit(FRENCH_PHONE);
    await visitor.page.goto(first);
    await visitor.signIn(OTHER);
    await visitor.page.getByRole('button', { name: 'Renvoyer la demande' }).click();
    await visitor.page.getByText('Un nouvel e-mail est en route.').waitFor();
    expect(await visitor.page.getByLabel('Code de validation').inputValue()).toBe('');

    const second = await eventually(async () => {
      const newest = await stage.other.linkFor(change.id);
      return newest !== first && newest;
    });
    await visitor.page.goto(second);
    await visitor.page.getByRole('button', { name: 'Accepter' }).click();
    await visitor.page.getByText('Vous avez accepté.').waitFor();
  }, 60_000);

  it('is accepted with the keyboard alone', async () => {
    const change = await stage.ask(CLOUD, { contactBilling: OTHER });
    const visitor = await stage.visit(ENGLISH);
    const { keyboard } = visitor.page;
    const focused = (): Promise<string> =>
      visitor.page.evaluate('(document.activeElement?.textContent || document.activeElement?.name) ?? ""');
    const tabTo = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 30 && (await focused()) !== name; presses += 1) await keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };

    await visitor.page.goto(await stage.admin.linkFor(change.id));
    await visitor.page.locator('input[name="login"]').waitFor();
    await tabTo('login');
    await keyboard.type(ADMIN);
    await tabTo('password');
    await keyboard.type(DEMO_PASSWORD);
    await keyboard.press('Enter');
    await visitor.page.getByRole('button', { name: 'Accept' }).waitFor();
    await tabTo('Accept');
    await keyboard.press('Space');
    await visitor.page.getByText('You have accepted.').waitFor();
    // The form is gone: the focus is on what became of it, not lost.
    expect(await focused()).toContain('You have accepted.');
  }, 60_000);
});

/** Who has accepted so far. */
function acceptedBy({ validations }: ContactChange): string[] {
  return validations.filter(({ acceptedAt }) => acceptedAt !== null).map(({ account }) => account);
}
