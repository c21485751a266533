/** @needs postgres */
import type { Caller } from '../helpers/caller.ts';
import { type RunningApp, startApp } from '../helpers/start-app.ts';
import { sendRaw } from './raw-http.ts';

describe('requests', () => {
  let running: RunningApp;
  let holder: Caller;
  let token: string;

  beforeAll(async () => {
    running = await startApp();
    holder = await running.as('xx11111-ovh');
    ({ token } = await running.openSession('xx11111-ovh'));
  });

  afterAll(async () => {
    await running.close();
  });

  it('answers 200 and null where there is nothing to say', async () => {
    const answer = await holder.put('/1.0/me', { city: 'Roubaix' }).expect(200);
    expect(answer.text).toBe('null');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('needs no Content-Type for JSON', async () => {
    const { status, body } = await sendRaw(running.url.api, {
      method: 'PUT',
      target: '/1.0/me',
      headers: [['Authorization', `Bearer ${token}`]],
      body: '{"area":"Hauts-de-France"}',
    });
    expect([status, body]).toEqual([200, 'null']);
    expect((await holder.get('/1.0/me')).body).toMatchObject({ area: 'Hauts-de-France' });
  });

  it('changes only what a PUT gives, and ignores what it does not know or may not change', async () => {
    await holder.put('/1.0/me', { city: 'Lille', zip: '59000' }).expect(200);
    await holder.put('/1.0/me', { city: null, nichandle: 'yy22222-ovh', customerCode: '0', nonsense: 1 }).expect(200);
    expect((await holder.get('/1.0/me')).body).toMatchObject({
      city: null,
      zip: '59000',
      nichandle: 'xx11111-ovh',
      customerCode: '1234-567-89',
    });
  });

  it('serves everything below /1.0 as /v1, too', async () => {
    const [original, alias] = await Promise.all([holder.get('/1.0/me'), holder.get('/v1/me').expect(200)]);
    expect(alias.body).toEqual(original.body);
    await running.anybody.get('/v1/me').expect(401);
    await running.anybody.get('/v1').expect(404);
  });

  it('gives every answer a query id of its own making', async () => {
    const chosen = holder.with({ 'x-ovh-queryid': 'chosen' });
    const ids = await Promise.all([chosen.get('/1.0/me'), chosen.get('/1.0/nothing'), running.anybody.get('/1.0/me')]);
    const seen = ids.map(({ headers }) => String(headers['x-ovh-queryid']));
    expect(new Set(seen).size).toBe(3);
    for (const id of seen) expect(id).toMatch(/^mandate\.[0-9a-f-]{36}$/);
  });

  it('answers HEAD like GET, without the body', async () => {
    const [get, head] = await Promise.all([holder.get('/1.0/me'), holder.call('HEAD', '/1.0/me').expect(200)]);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.body).toEqual({});
    await running.anybody.call('HEAD', '/1.0/me').expect(401);
  });

  it.each(['OPTIONS', 'PATCH'])('has no route for %s', async (method) => {
    await holder.call(method, '/1.0/me').expect(404);
  });

  describe('with the session cookie', () => {
    const byCookie = (headers: Record<string, string> = {}): Caller =>
      running.anybody.with({ cookie: `mandate_session=${token}`, ...headers });

    it('reads', async () => {
      await byCookie().get('/1.0/me').expect(200);
    });

    it('changes nothing without the header that other sites cannot send', async () => {
      const answer = await byCookie().put('/1.0/me', { city: 'Nowhere' }).expect(403);
      expect(answer.body).toMatchObject({ errorCode: 'MISSING_CSRF_HEADER' });
      await byCookie({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })
        .post('/auth/logout')
        .expect(403);
      expect((await holder.get('/1.0/me')).body).not.toMatchObject({ city: 'Nowhere' });
    });

    it('changes with it', async () => {
      await byCookie({ 'x-mandate-csrf': '1' }).put('/1.0/me', { city: 'Tourcoing' }).expect(200);
    });

    it('is set so that neither scripts nor other sites get it', async () => {
      const login = { login: 'xx11111-ovh', password: running.env.DEMO_PASSWORD ?? '' };
      const { headers } = await running.anybody.post('/auth/login', login).expect(200);
      const [cookie = ''] = [headers['set-cookie']].flat() as string[];
      expect(cookie).toMatch(/^mandate_session=/);
      for (const flag of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/']) expect(cookie).toContain(flag);
    });
  });

  it('tells browsers to trust nothing from elsewhere, on every kind of answer', async () => {
    for (const path of ['/1.0/me', '/1.0/nothing', '/docs', '/openapi.json', '/health/live']) {
      const { headers } = await holder.get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers['strict-transport-security']).toMatch(/^max-age=\d+/);
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
    }
  });

  it('lets no other site read it', async () => {
    const { headers } = await holder.with({ origin: 'https://evil.example' }).get('/1.0/me').expect(200);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('never builds a link from the Host that a request names', async () => {
    const evil = holder.with({
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'javascript',
      forwarded: 'host=evil.example',
    });
    const wanted = { login: 'invited.by.evil', email: 'invited@example.com' };
    await evil.post('/1.0/me/identity/user', wanted).expect(200);
    await running.settle();
    const mail = await running.mailbox.wait('invited@example.com', '');
    const documents = await Promise.all(['/openapi.json', '/1.0/me.json'].map((path) => evil.get(path)));
    for (const text of [JSON.stringify(mail), ...documents.map((answer) => answer.text)])
      expect(text).not.toContain('evil.example');
    expect(JSON.stringify(mail)).toContain('https://mandate.example/');
  });
});
