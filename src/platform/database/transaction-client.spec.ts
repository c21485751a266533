/** @needs postgres */
import { freshDatabase, type TestDatabase } from '../../../test/helpers/services.js';
import { TransactionClient } from './transaction-client.js';

let database: TestDatabase;
let client: TransactionClient;

beforeAll(async () => {
  database = await freshDatabase();
  client = new TransactionClient({ connectionString: database.url });
  await client.connect();
  await say('create table word (text text primary key)');
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(() => say('truncate word'));

interface Said {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
const say = (text: string, values: unknown[] = []): Promise<Said> => client.query(text, values);
const words = async (): Promise<unknown[]> =>
  (await say('select text from word order by text')).rows.map((row) => row.text);

it('begins with the first statement, and answers that one', async () => {
  await say('begin');
  expect((await say('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await say(`insert into word values ('gone')`);
  await say('rollback');
  expect(await words()).toEqual([]);
});

it('begins in front of a statement with parameters as well', async () => {
  await say('start transaction isolation level serializable');
  await say('insert into word values ($1)', ['gone']);
  await say('rollback');
  expect(await words()).toEqual([]);
});

it('commits once, be it with the last statement or after it', async () => {
  await say('begin');
  await say(`insert into word values ('after')`);
  await say('commit');
  await say('begin');
  await say(`insert into word values ('with');commit`);
  await say('commit');
  expect(await words()).toEqual(['after', 'with']);
});

it('undoes everything when a statement fails, and can be used again', async () => {
  await say('begin');
  await say(`insert into word values ('twice')`);
  await expect(say(`insert into word values ('twice');commit`)).rejects.toMatchObject({ code: '23505' });
  await say('rollback');
  expect(await words()).toEqual([]);
});

it('can be used again when the very first statement fails', async () => {
  await say('begin');
  await expect(say('insert into word values (null);commit')).rejects.toMatchObject({ code: '23502' });
  await say('rollback');
  expect(await words()).toEqual([]);
});

it('leaves nothing behind of a transaction in which nothing was said', async () => {
  await say('begin');
  await say('commit');
  await say('begin');
  await say('rollback');
  await say(`insert into word values ('kept')`);
  expect(await words()).toEqual(['kept']);
});
