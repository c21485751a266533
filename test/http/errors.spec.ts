/** @needs postgres */
import { type RunningApp, startApp } from '../helpers/start-app.ts';
import { expectOneErrorShape } from './error-shape.ts';
import { type RawAnswer, type RawRequest, sendRaw } from './raw-http.ts';

describe('errors', () => {
  let running: RunningApp;
  let bearer: [string, string];

  beforeAll(async () => {
    running = await startApp({ working: false });
    bearer = ['Authorization', `Bearer ${(await running.openSession('xx11111-ovh')).token}`];
  });

  afterAll(async () => {
    await running.close();
  });

  const send = (request: Partial<RawRequest>): Promise<RawAnswer> =>
    sendRaw(running.url.api, { method: 'GET', target: '/1.0/me', headers: [bearer], ...request });

  const codeOf = ({ status, headers, body }: RawAnswer): [number, unknown] => {
    expectOneErrorShape(status, body);
    expect(headers['x-ovh-queryid']).toMatch(/^mandate\.[0-9a-f-]{36}$/);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    return [status, (JSON.parse(body) as { errorCode: unknown }).errorCode];
  };

  it.each<[string, Partial<RawRequest>, number, string]>([
    ['an unknown route', { target: '/1.0/nothing' }, 404, 'NO_SUCH_ROUTE'],
    ['an unknown route outside of the base path', { target: '/nothing/at/all' }, 404, 'NO_SUCH_ROUTE'],
    ['a method that the path does not have', { method: 'DELETE' }, 404, 'NO_SUCH_ROUTE'],
    ['nobody signed in', { headers: [] }, 401, 'NOT_SIGNED_IN'],
    ['a foreign object', { target: '/1.0/vps/not-mine.example/serviceInfos' }, 404, 'NOT_FOUND'],
    ['malformed JSON', { method: 'PUT', body: '{"firstname":' }, 400, 'MALFORMED_JSON'],
    ['a key __proto__', { method: 'PUT', body: '{"__proto__":{"a":1}}' }, 400, 'MALFORMED_JSON'],
    ['half a surrogate pair', { method: 'PUT', body: '{"firstname":"\\ud800"}' }, 400, 'MALFORMED_JSON'],
    ['33 levels of nesting', { method: 'PUT', body: `${'['.repeat(40)}${']'.repeat(40)}` }, 400, 'MALFORMED_JSON'],
    ['a wrong type', { method: 'PUT', body: '{"firstname":42}' }, 400, 'INVALID_FIELDS'],
    ['an unknown enum value', { method: 'PUT', body: '{"country":"Atlantis"}' }, 400, 'INVALID_FIELDS'],
    ['an id that is no number', { target: '/1.0/me/task/contactChange/abc' }, 400, 'INVALID_FIELDS'],
    ['an id that is too large', { target: '/1.0/me/task/contactChange/99999999999999999999' }, 400, 'INVALID_FIELDS'],
    ['a NUL in the path', { target: '/1.0/vps/a%00b/serviceInfos' }, 400, 'INVALID_FIELDS'],
    [
      'a NUL in a path that is asked about',
      { target: '/1.0/me/access?method=GET&path=/vps/%2500/serviceInfos' },
      200,
      '',
    ],
    ['a broken percent-encoding', { target: '/1.0/vps/%zz/serviceInfos' }, 400, 'MALFORMED_REQUEST'],
    ['an unknown page mode', { target: '/1.0/services', headers: [['X-Pagination-Mode', 'x']] }, 400, 'INVALID_FIELDS'],
    ['an unknown method', { method: 'BREW' }, 400, 'MALFORMED_REQUEST'],
    ['an impossible Content-Length', { headers: [['Content-Length', '-1']] }, 400, 'MALFORMED_REQUEST'],
    ['headers of 40 kB', { headers: [['X-Large', 'h'.repeat(40_000)]] }, 431, 'MALFORMED_REQUEST'],
    ['an Expect that nobody can meet', { headers: [['Expect', 'a-miracle']] }, 417, 'MALFORMED_REQUEST'],
  ])('%s is answered in the one shape', async (_what, request, status, errorCode) => {
    const headers = request.headers ? [bearer, ...request.headers] : [bearer];
    const answer = await send({ ...request, headers: request.headers?.length === 0 ? [] : headers });
    if (status === 200) {
      expect(JSON.parse(answer.body)).toMatchObject({ allowed: false, rule: 'restriction' });
      return;
    }
    expect(codeOf(answer)).toEqual([status, errorCode]);
  });

  it('names every field at fault, in a flat map', async () => {
    const answer = await send({
      method: 'PUT',
      target: '/1.0/vps/vps-1.example.net/serviceInfos',
      body: '{"renew":{"automatic":"yes","period":0}}',
    });
    expect(codeOf(answer)).toEqual([400, 'INVALID_FIELDS']);
    const { details } = JSON.parse(answer.body) as { details: Record<string, string> };
    expect(Object.keys(details)).toEqual(['renew.automatic', 'renew.period']);
  });

  it('reads bodies up to 256 kB and no further', async () => {
    const bodyOf = (bytes: number): string => `{"extra":"${'x'.repeat(bytes - 12)}"}`;
    expect((await send({ method: 'PUT', body: bodyOf(256 * 1024) })).status).toBe(200);
    expect((await send({ method: 'PUT', body: bodyOf(256 * 1024 + 1) })).status).toBe(413);
    expectOneErrorShape(413, (await send({ method: 'PUT', body: bodyOf(300_000) })).body);
  });

  it('tells nothing of what happened inside when it did not foresee it', async () => {
    await running.sql('alter table service rename to mislaid');
    try {
      const answer = await send({ target: '/1.0/services/1' });
      expect(codeOf(answer)).toEqual([500, 'INTERNAL_ERROR']);
      expect(answer.body).toContain(answer.headers['x-ovh-queryid']);
      expect(answer.body).not.toMatch(/mislaid|relation|select|node_modules/i);
    } finally {
      await running.sql('alter table mislaid rename to service');
    }
  });
});
