/**
 * Asks two things through a client of the reference, with its warnings where it puts them by itself: on standard output.
 * Its own last line is the result.
 */
const [, , packageName, port] = process.argv;
const clients = { ovh: () => import('ovh'), '@ovhcloud/node-ovh': () => import('@ovhcloud/node-ovh') };
const { default: connect } = await clients[packageName]();
const client = connect({
  host: '127.0.0.1',
  port: Number(port),
  basePath: '/1.0',
  appKey: 'a'.repeat(16),
  appSecret: 's'.repeat(32),
  consumerKey: 'c'.repeat(32),
  apis: ['me', 'auth', 'email/domain', 'dedicatedCloud'],
});

const ask = (method, path) =>
  new Promise((resolve) => {
    client.request(method, path, (error, answer) => resolve({ error, answer }));
  });

const time = await ask('GET', '/auth/time');
const me = await ask('GET', '/me');
const change = await ask('POST', '/email/domain/example.com/changeContact');
process.stdout.write(
  `${JSON.stringify({ time: time.answer, me: me.error, change: change.error, loaded: Object.keys(client.apis) })}\n`,
);
