/** @needs postgres */
import { type AccountRow, anAccount } from '../factories/an-account.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const ATTEMPTS = 5;

let app: RunningApp;
let accounts: AccountRow[];

beforeAll(async () => {
  app = await startApp({ demo: false, working: false, variables: { SIGN_IN_ATTEMPTS_PER_MINUTE: String(ATTEMPTS) } });
  accounts = [anAccount(), anAccount()];
  await app.given({ accounts });
});

afterAll(() => app.close());

it('a password can be tried so many times a minute from one place, then 429 says when to come back', async () => {
  const [victim, other] = accounts.map(({ nichandle }) => nichandle);
  const attempt = (login: string | undefined): Promise<{ status: number; retryAfter: string | undefined }> =>
    app.anybody
      .post('/auth/login', { login, password: 'a guess' })
      .then((answer) => ({ status: answer.status, retryAfter: answer.get('retry-after') }));
  for (let tried = 0; tried < ATTEMPTS; tried += 1) expect((await attempt(victim)).status).toBe(401);
  const { status, retryAfter } = await attempt(victim);
  expect(status).toBe(429);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  expect(Number(retryAfter)).toBeLessThanOrEqual(60);
  // Not in capital letters either; another login is not held up.
  expect((await attempt(victim?.toUpperCase())).status).toBe(429);
  expect((await attempt(other)).status).toBe(401);
});

it.each([
  ['/auth/firstPassword', { token: 'a guess', newPassword: 'nine brown owls listen' }],
  ['/auth/resetPassword', { token: 'a guess', newPassword: 'nine brown owls listen' }],
  ['/auth/password', { currentPassword: 'a guess', newPassword: 'nine brown owls listen' }],
])('%s can be tried no more often', async (path, body) => {
  const who = path === '/auth/password' ? await app.as(accounts[0]?.nichandle ?? '') : app.anybody;
  const statuses = [];
  for (let tried = 0; tried <= ATTEMPTS; tried += 1) statuses.push((await who.post(path, body)).status);
  expect(statuses.slice(0, ATTEMPTS)).toEqual(Array.from({ length: ATTEMPTS }, () => 403));
  expect(statuses.at(-1)).toBe(429);
});
