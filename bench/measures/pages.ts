import { load, requestText } from '../load/load.ts';
import { median, type Measure } from '../report.ts';
import { type SeededAccount, seedAccount, seedUsers } from '../seed.ts';
import type { Stage } from '../stage.ts';
import type { Plan } from './plan.ts';

const FEW = 1_000;
const PAGE = 100;
const LARGEST_PAGE = 5_000;
const CONNECTIONS = 4;

/** Cursors that lead to the first, the middle and the last page. */
type Places = Readonly<Record<'first' | 'deep' | 'last', string | undefined>>;

const headersOf = (account: SeededAccount, size: number, cursor: string | undefined): Record<string, string> => ({
  authorization: `Bearer ${account.token}`,
  'x-pagination-mode': 'CachedObjectList-Cursor',
  'x-pagination-size': String(size),
  ...(cursor === undefined ? {} : { 'x-pagination-cursor': cursor }),
});

/** Walks the whole list as a client would, and counts it. */
async function walk(port: number, account: SeededAccount, users: number): Promise<Places> {
  let cursor: string | undefined;
  let deep: string | undefined;
  let seen = 0;
  for (;;) {
    const size = seen + LARGEST_PAGE < users ? LARGEST_PAGE : PAGE;
    const response = await fetch(`http://127.0.0.1:${String(port)}/1.0/me/identity/user`, {
      headers: headersOf(account, size, cursor),
    });
    seen += ((await response.json()) as unknown[]).length;
    const next = response.headers.get('x-pagination-cursor-next') ?? undefined;
    if (next === undefined) break;
    cursor = next;
    if (seen <= users / 2) deep = next;
  }
  if (seen !== users) throw new Error(`The list of ${String(users)} users held ${String(seen)}`);
  return { first: undefined, deep, last: cursor };
}

/** The same page, from a list of a million and from one of a thousand. */
export async function pages(stage: Stage, plan: Plan): Promise<Measure[]> {
  const few = await seedAccount(stage.client, 'pp00001-ovh', 31);
  const many = await seedAccount(stage.client, 'pp00002-ovh', 32);
  await seedUsers(stage.client, few, FEW);
  await seedUsers(stage.client, many, plan.manyUsers);
  await stage.settle();
  const { port } = await stage.api();
  const places = { few: await walk(port, few, FEW), many: await walk(port, many, plan.manyUsers) };
  const timeOf = async (account: SeededAccount, cursor: string | undefined): Promise<number> => {
    const request = requestText({ path: '/1.0/me/identity/user', headers: headersOf(account, PAGE, cursor) });
    const { perSecond } = await load({
      port,
      request,
      connections: CONNECTIONS,
      seconds: plan.seconds / 2,
      numbers: { kind: 'none' },
    });
    return (CONNECTIONS * 1000) / perSecond;
  };
  const measures: Measure[] = [];
  for (const place of ['first', 'deep', 'last'] as const) {
    const baseline: number[] = [];
    const product: number[] = [];
    for (let round = 0; round < plan.rounds; round += 1) {
      baseline.push(await timeOf(few, places.few[place]));
      product.push(await timeOf(many, places.many[place]));
    }
    measures.push({
      name: `${place} page of 100 from ${String(plan.manyUsers)} users`,
      unit: 'ms',
      baseline,
      product,
      target: { of: 'ratio', most: 1.5 },
      note: `baseline: the ${place} page of ${String(FEW)} users; ${String(CONNECTIONS)} connections; median over rounds of ${median(product).toFixed(2)} ms`,
    });
  }
  await stage.stopAll();
  return measures;
}
