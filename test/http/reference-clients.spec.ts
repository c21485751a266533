/** @needs postgres */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';
import { freePorts } from '../../tools/services/ports.ts';
import { ProgramProcess } from '../helpers/processes.ts';
import { freshDatabase, type TestDatabase } from '../helpers/services.ts';
import { selfSigned } from './self-signed.ts';

/** The reference's own clients speak HTTPS only, so something has to stand in front of the program. */
function terminateTls(port: number, to: number, { cert, key }: ReturnType<typeof selfSigned>): Promise<Server> {
  const server = createServer({ cert, key }, (secure) => {
    const plain = connect(to, '127.0.0.1');
    secure.pipe(plain).pipe(secure);
    secure.on('error', () => plain.destroy());
    plain.on('error', () => secure.destroy());
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

describe('the clients of the reference', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-clients-'));
  const certificate = join(folder, 'localhost.pem');
  let database: TestDatabase;
  let program: ProgramProcess;
  let proxy: Server;
  let url: string;
  let securePort: number;

  beforeAll(async () => {
    const [port = 0, secure = 0] = await freePorts(2);
    const made = selfSigned();
    writeFileSync(certificate, made.cert);
    securePort = secure;
    url = `http://127.0.0.1:${String(port)}`;
    database = await freshDatabase();
    program = ProgramProcess.start('main', {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PORT: String(port),
      PUBLIC_URL: 'https://mandate.example',
      LOG_LEVEL: 'warn',
    });
    proxy = await terminateTls(secure, port, made);
    await program.untilReady(url);
  });

  afterAll(async () => {
    proxy.close();
    await program.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['ovh', '@ovhcloud/node-ovh'])('%s loads the schema documents without a warning', async (client) => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'reference-client.mjs'), client, String(securePort)],
      { env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate }, timeout: 30_000 },
    );
    expect([stderr, stdout.trim().split('\n')]).toEqual(['', [expect.any(String)]]);
    const result = JSON.parse(stdout) as { time: number; loaded: string[] };
    expect(Math.abs(result.time - Date.now() / 1000)).toBeLessThan(60);
    expect(result).toMatchObject({ me: 401, change: 401 });
    expect(result.loaded).toEqual(expect.arrayContaining(['me', 'auth', 'email', 'dedicatedCloud']));
  });

  it('find the public address in every document, and may keep it', async () => {
    for (const resource of ['me', 'auth', 'email/domain', 'dedicatedCloud', 'vps', 'email', 'domain/zone']) {
      const answer = await fetch(`${url}/1.0/${resource}.json`);
      const schema = (await answer.json()) as { basePath: string; resourcePath: string; apis: unknown[] };
      expect(schema).toMatchObject({ basePath: 'https://mandate.example/1.0', resourcePath: `/${resource}` });
      expect(schema.apis.length).toBeGreaterThan(0);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      const etag = answer.headers.get('etag') ?? '';
      const again = await fetch(`${url}/v1/${resource}.json`, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await fetch(`${url}/1.0/nothing.json`)).status).toBe(404);
  });

  it('and everybody else get the OpenAPI document that is in docs/generated, but for the address', async () => {
    const served = (await (await fetch(`${url}/openapi.json`)).json()) as { servers: unknown };
    const { default: kept } = (await import('../../docs/generated/openapi.json', { with: { type: 'json' } })) as {
      default: object;
    };
    expect(served.servers).toEqual([{ url: 'https://mandate.example', description: 'This installation' }]);
    expect({ ...served, servers: [] }).toEqual({ ...kept, servers: [] });
  });
});
