/** @needs postgres */
import fc from 'fast-check';
import { type RunningApp, startApp } from '../helpers/start-app.ts';
import { expectOneErrorShape } from './error-shape.ts';
import { type CallerName, type HostileRequest, hostileRequest, readRoutes } from './hostile-requests.ts';
import { type RawAnswer, sendRaw } from './raw-http.ts';

const REQUESTS = Number(process.env.MANDATE_FUZZ_REQUESTS ?? 2000);
const SEED = Number(process.env.MANDATE_FUZZ_SEED ?? 20_261_120);

/** Answered before a route is reached, so no route documents them. */
const BEFORE_ANY_ROUTE = [400, 404, 408, 413, 415, 417, 431];

/** Logins of the demo; `target` is there to be disabled and deleted. */
const LOGINS: Readonly<Partial<Record<CallerName, string>>> = {
  holder: 'xx11111-ovh',
  administrator: '1234-567-89/john.smith',
  user: '1234-567-89/jane',
  none: '1234-567-89/martin',
  'other account': 'zz33333-ovh',
};

const KNOWN = ['1', '2', '3', 'example.com', 'example.org', 'pcc-192-0-2-1', 'vps-1.example.net', 'target'];

describe('hostile requests', () => {
  let running: RunningApp;
  const tokens = new Map<CallerName, string>();
  const seen = new Map<number, number>();

  beforeAll(async () => {
    running = await startApp();
    const holder = await running.as('xx11111-ovh');
    await holder.post('/1.0/me/identity/user', { login: 'target', email: 'target@example.com' }).expect(200);
  });

  afterAll(async () => {
    await running.close();
  });

  async function tokenOf(caller: CallerName): Promise<string | undefined> {
    const login = LOGINS[caller];
    if (login === undefined) return caller === 'forger' ? 'A'.repeat(43) : undefined;
    const token = tokens.get(caller) ?? (await running.openSession(login)).token;
    tokens.set(caller, token);
    return token;
  }

  async function send({ caller, asCookie, method, target, headers, body }: HostileRequest): Promise<RawAnswer> {
    const token = await tokenOf(caller);
    const credentials: [string, string][] =
      token === undefined
        ? []
        : asCookie
          ? [
              ['Cookie', `mandate_session=${token}`],
              ['X-Mandate-Csrf', '1'],
            ]
          : [['Authorization', `Bearer ${token}`]];
    const answer = await sendRaw(running.url.api, {
      method,
      target,
      headers: [...credentials, ...headers],
      ...(body === undefined ? {} : { body }),
    });
    // Somebody signed out; the next request of this caller signs in again.
    if (answer.status === 401 || target.includes('logout')) tokens.delete(caller);
    return answer;
  }

  it(
    `get ${String(REQUESTS)} answers below 500, in the one shape, as documented (seed ${String(SEED)})`,
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileRequest(readRoutes(), KNOWN), async (request) => {
          const answer = await send(request);
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          expect(answer.status).toBeLessThan(500);
          expect(answer.headers['x-ovh-queryid']).toMatch(/^mandate\./);
          expect(answer.body).not.toContain('evil-host');
          if (answer.status >= 400 && request.method !== 'HEAD') expectOneErrorShape(answer.status, answer.body);
          if (request.method === request.route.method)
            expect([...request.route.statuses, ...BEFORE_ANY_ROUTE]).toContain(answer.status);
        }),
        { numRuns: REQUESTS, seed: SEED, endOnFailure: true },
      );
      process.stdout.write(`answers: ${JSON.stringify(Object.fromEntries([...seen].sort()))}\n`);
      await running.anybody.get('/health/ready').expect(200);
    },
    60_000 + REQUESTS * 50,
  );
});
