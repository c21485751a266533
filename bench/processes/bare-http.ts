/**
 * The baseline: what a person writes with `node:http` and `pg` alone when there is nobody to authorise, nothing to
 * validate and nothing to audit. Timestamps stay the text that the server sends, which is the cheapest.
 *
 *   bare-http.ts DATABASE_URL PORT
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';

const [url = '', port = ''] = process.argv.slice(2);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: url, max: 16 });

const COLUMNS = `u.account, u.login, u.email, u.description, g.name as "group", g.role, u.status,
  u.created_at as creation, u.updated_at as "lastUpdate", u.password_updated_at as "passwordLastUpdate",
  u.last_sign_in_at as "lastSignIn"`;
const FROM = 'identity_user u join identity_group g on g.id = u.group_id';
const USER = {
  name: 'user',
  text: `select ${COLUMNS} from ${FROM} where u.account = $1 and lower(u.login) = lower($2)`,
};
const PAGE = {
  name: 'page',
  text: `select ${COLUMNS} from ${FROM} where u.account = $1 and u.id > $2 order by u.id limit 100`,
};
const INSERT = {
  name: 'insert',
  text: `insert into identity_user (account, login, email, description, group_id, status, created_at, updated_at)
    values ($1, $2, $3, '', $4, 'OK', $5, $5)`,
};

async function bodyOf(request: IncomingMessage): Promise<{ login: string; email: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as { login: string; email: string };
}

async function answerTo(request: IncomingMessage): Promise<unknown> {
  const [, what, account, name] = (request.url ?? '').split('/');
  if (what === 'hello') return { hello: 'world' };
  if (what === 'user') return (await pool.query({ ...USER, values: [account, name] })).rows[0];
  if (what === 'page') return (await pool.query({ ...PAGE, values: [account, name] })).rows;
  const { login, email } = await bodyOf(request);
  await pool.query({ ...INSERT, values: [account, login, email, name, new Date()] });
  return null;
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = JSON.stringify(await answerTo(request));
    response.setHeader('content-type', 'application/json');
    response.end(body);
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
}

createServer((request, response) => void handle(request, response)).listen(Number(port), '127.0.0.1', () => {
  process.send?.('ready');
});
