/** @needs postgres */
import { aUser } from '../factories/a-user.js';
import { anAccount } from '../factories/an-account.js';
import { Caller } from '../helpers/caller.js';
import { type RunningApp, startApp } from '../helpers/start-app.js';

const USERS = '/1.0/me/identity/user';
const ROUNDS = 10;

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
});

afterAll(() => app.close());

/** Keeps calling until it is refused; says how often it was let through after `over` had been answered. */
async function hammer(caller: Caller, over: { isAnswered: boolean }): Promise<number> {
  for (let late = 0; ;) {
    const sentAfter = over.isAnswered;
    const { status } = await caller.get('/1.0/me');
    if (status === 401) return late;
    if (status === 200 && sentAfter) late += 1;
    if (late > 20) return late;
  }
}

it.each([
  ['disabled', 'POST', '/disable'],
  ['deleted', 'DELETE', ''],
])(
  'a user who was %s amid calls of their own is let through no more once that is answered',
  async (_, method, verb) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const account = anAccount();
      await app.given({ accounts: [account], users: [aUser(account, { login: 'busy' })] });
      const { token } = await app.openSession(`${account.customerCode}/busy`);
      const holder = await app.as(account.nichandle);
      const over = { isAnswered: false };
      const busy = Array.from({ length: 5 }, () => hammer(Caller.withToken(app.url.api, token), over));
      await holder.call(method, `${USERS}/busy${verb}`).expect(200);
      over.isAnswered = true;
      expect(await Promise.all(busy)).toEqual([0, 0, 0, 0, 0]);
    }
  },
);

it('a session that was signed out amid many calls is let through no more, and the others stay', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const account = anAccount();
    await app.given({ accounts: [account] });
    const [mine, other] = [await app.openSession(account.nichandle), await app.openSession(account.nichandle)];
    const over = { isAnswered: false };
    const caller = Caller.withToken(app.url.api, mine.token);
    const busy = Array.from({ length: 5 }, () => hammer(caller, over));
    await caller.post('/auth/logout').expect(200);
    over.isAnswered = true;
    expect(await Promise.all(busy)).toEqual([0, 0, 0, 0, 0]);
    await Caller.withToken(app.url.api, other.token).get('/1.0/me').expect(200);
  }
});
