/**
 * @needs postgres rabbitmq
 */
import { connect } from 'amqplib';
import pg from 'pg';
import { faultOfPostgres, startPrivatePostgres } from '../tools/services/postgres.ts';
import { faultOfRabbit, startPrivateRabbit } from '../tools/services/rabbitmq.ts';
import { ensureServices } from '../tools/services/services.ts';
import { sweepTestDatabases, templateName } from '../tools/services/test-databases.ts';
import { isAtLeast } from '../tools/services/versions.ts';
import { freshDatabase, testAmqpUrl, testDatabaseUrl } from './helpers/services.ts';

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const databases = async (): Promise<string[]> =>
  (await query<{ datname: string }>(testDatabaseUrl(), 'select datname from pg_database')).map((row) => row.datname);

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

describe('a private PostgreSQL', () => {
  it('keeps its data through kill -9, and is gone after stop', async () => {
    await using server = await startPrivatePostgres();
    await query(server.url, 'create table kept (n int); insert into kept values (42)');
    const firstPid = server.pid;
    await server.kill('SIGKILL');
    expect(await faultOfPostgres(server.url)).toBeDefined();
    await server.restart();
    expect(server.pid).not.toBe(firstPid);
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 42 }]);
    await server.stop();
    expect(await faultOfPostgres(server.url)).toBeDefined();
  });
});

describe('a private RabbitMQ', () => {
  it('keeps confirmed messages through kill -9', async () => {
    await using server = await startPrivateRabbit();
    const before = await connect(server.url);
    before.on('error', () => undefined);
    const publisher = await before.createConfirmChannel();
    publisher.on('error', () => undefined);
    await publisher.assertQueue('kept', { durable: true });
    publisher.sendToQueue('kept', Buffer.from('42'), { persistent: true });
    await publisher.waitForConfirms();
    await server.kill('SIGKILL');
    expect(await faultOfRabbit(server.url)).toBeDefined();
    await server.restart();
    const after = await connect(server.url);
    const message = await (await after.createChannel()).get('kept');
    expect(message === false ? undefined : message.content.toString()).toBe('42');
    await after.close();
  });
});

describe('the services of a run', () => {
  afterEach(() => {
    delete process.env.TEST_DATABASE_URL;
  });

  it('are those that the environment names', async () => {
    process.env.TEST_DATABASE_URL = testDatabaseUrl();
    await using services = await ensureServices(['postgres']);
    expect(services.found.get('postgres')).toEqual({ at: testDatabaseUrl(), startedBy: 'environment' });
    expect(() => services.need('rabbitmq')).toThrow('RabbitMQ was not asked for.');
  });

  it('are missing, not replaced, when the environment names one that does not answer', async () => {
    process.env.TEST_DATABASE_URL = 'postgres://someone:secret@127.0.0.1:1/nowhere';
    await using services = await ensureServices(['postgres']);
    expect(() => services.need('postgres')).toThrow(
      /^PostgreSQL does not answer where TEST_DATABASE_URL points: .*ECONNREFUSED.*\.$/,
    );
    expect(JSON.stringify([...services.found])).not.toContain('secret');
  });

  it('answer a real handshake', async () => {
    expect(await faultOfPostgres(testDatabaseUrl())).toBeUndefined();
    expect(await faultOfRabbit(testAmqpUrl())).toBeUndefined();
    expect(await faultOfRabbit(testAmqpUrl().replace('guest:guest', 'guest:wrong'))).toBeDefined();
  });

  it.each([
    ['15.18 (Debian 15.18-0+deb12u1)', '15', true],
    ['3.10.8', '3.10', true],
    ['3.9.27', '3.10', false],
    ['4.0.5', '3.10', true],
    ['14.9', '15', false],
  ])('%s is at least %s: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});

describe('a fresh database', () => {
  it('is empty, has a name of its own, and is dropped though somebody is connected', async () => {
    await using database = await freshDatabase();
    const guest = new pg.Client({ connectionString: database.url });
    guest.on('error', () => undefined);
    await guest.connect();
    await database.drop();
    expect(await databases()).not.toContain(nameOf(database.url));
    await guest.end().catch(() => undefined);
  });

  it('is copied from a template that is prepared once, by whoever comes first', async () => {
    let prepared = 0;
    const template = {
      key: `services.spec ${process.pid} ${process.hrtime.bigint()}`,
      madeFrom: ['package.json'],
      prepare: async (url: string): Promise<void> => {
        prepared += 1;
        await query(url, 'create table shape (n int); insert into shape values (1)');
      },
    };
    const copies = await Promise.all(Array.from({ length: 4 }, () => freshDatabase(template)));
    for (const { url } of copies) expect(await query(url, 'select n from shape')).toEqual([{ n: 1 }]);
    expect(prepared).toBe(1);
    await Promise.all(copies.map((copy) => copy.drop()));
    await query(testDatabaseUrl(), `drop database ${templateName(template)}`);
  });

  it('is swept once its process is gone, and not before', async () => {
    await using kept = await freshDatabase();
    await query(testDatabaseUrl(), 'create database mandate_test_of_a_killed_run');
    await sweepTestDatabases(testDatabaseUrl());
    expect(await databases()).toContain(nameOf(kept.url));
    expect(await databases()).not.toContain('mandate_test_of_a_killed_run');
  });
});
