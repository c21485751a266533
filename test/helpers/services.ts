import { createTestDatabase, type Template, type TestDatabase } from '../../tools/services/test-databases.ts';

export type { Template, TestDatabase } from '../../tools/services/test-databases.ts';

/**
 * What a test file asked for with `@needs` in its first comment, as `npm test` found or started it. Without `npm test`
 * (one file, from an editor) the servers on their usual loopback ports are taken.
 */
const fromRunner = (name: string, otherwise: string): string => process.env[name] ?? otherwise;

/** A database of the test PostgreSQL to create others from. */
export const testDatabaseUrl = (): string =>
  fromRunner('MANDATE_TEST_DATABASE_URL', 'postgres://postgres@127.0.0.1:5432/postgres');

/** The test RabbitMQ. Runs share it: give each a namespace of its own. */
export const testAmqpUrl = (): string => fromRunner('MANDATE_TEST_AMQP_URL', 'amqp://guest:guest@127.0.0.1:5672');

/** Path of a Chromium. Root starts it with `--no-sandbox`. */
export const chromiumPath = (): string => fromRunner('MANDATE_TEST_CHROMIUM', '/usr/bin/chromium');

/**
 * A database of one test: `await using database = await freshDatabase()`, or `drop()` it in `afterAll`.
 *
 * @param template makes it a copy of a database that was prepared once, which takes some 50 ms
 */
export const freshDatabase = (template?: Template): Promise<TestDatabase> =>
  createTestDatabase(testDatabaseUrl(), template);
