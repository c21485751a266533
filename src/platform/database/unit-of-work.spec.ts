/** @needs postgres */
import { EntityManager } from '@mikro-orm/core';
import { type RunningApp, startApp } from '../../../test/helpers/start-app.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { runInCall } from '../context/call-context.js';
import { execute } from '../messaging/sql.js';
import { Reader } from './reader.js';
import { UnitOfWork } from './unit-of-work.js';

let app: RunningApp;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  app = await startApp({ demo: false, working: false });
  unitOfWork = app.get(UnitOfWork);
});

afterAll(() => app.close());

beforeEach(() => app.sql('delete from audit_event'));

const record = (action: string): Promise<void> => {
  app.get(AuditTrail).record({ account: 'xx11111-ovh', action, object: 'nothing' });
  return Promise.resolve();
};
const actions = async (): Promise<string[]> =>
  (await app.sql<{ action: string }>('select action from audit_event order by id')).map(({ action }) => action);

it('writes everything of a unit, or nothing', async () => {
  await unitOfWork.run(() => record('kept'));
  const broken = unitOfWork.run(async () => {
    await record('lost');
    await app.get(EntityManager).flush();
    throw new Error('planted');
  });
  await expect(broken).rejects.toThrow('planted');
  expect(await actions()).toEqual(['kept']);
});

it('joins the unit around it: they are written, or lost, together', async () => {
  const broken = unitOfWork.run(async () => {
    await unitOfWork.run(() => record('inner'));
    await record('outer');
    throw new Error('planted');
  });
  await expect(broken).rejects.toThrow('planted');
  expect(await actions()).toEqual([]);
});

it('tells after the commit, once, and not at all when there is none', async () => {
  const told: string[][] = [];
  const tell = (): void => void told.push(['told']);
  await unitOfWork.run(async () => {
    unitOfWork.afterCommit(tell);
    await unitOfWork.run(() => {
      unitOfWork.afterCommit(tell);
      return Promise.resolve();
    });
    expect(told).toEqual([]);
  });
  expect(told).toHaveLength(1);
  const broken = unitOfWork.run(() => {
    unitOfWork.afterCommit(tell);
    return Promise.reject(new Error('planted'));
  });
  await expect(broken).rejects.toThrow('planted');
  expect(told).toHaveLength(1);
  expect(() => {
    unitOfWork.afterCommit(tell);
  }).toThrow(/needs a unit of work/);
});

it('gives a connection back that breaks in the middle: however many do, the next unit finds one', async () => {
  for (let n = 0; n < 20; n += 1) {
    const broken = unitOfWork.run(async () => {
      const em = app.get(EntityManager);
      await record('lost');
      await em.flush();
      await execute(em, 'select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(broken).rejects.toThrow();
  }
  await unitOfWork.run(() => record('kept'));
  expect(await actions()).toEqual(['kept']);
});

it('keeps the read side out, which would not see its changes', async () => {
  const reader = app.get(Reader);
  const read = (): Promise<unknown[]> => reader.rows({ text: 'select 1 as one' }, []);
  await expect(unitOfWork.run(read)).rejects.toThrow(/EntityManager/);
  expect(await read()).toEqual([{ one: 1 }]);
});

it('of two at the same time share nothing', async () => {
  const names = Array.from({ length: 20 }, (_, n) => `unit ${String(n)}`);
  await Promise.allSettled(
    names.map((name, n) =>
      unitOfWork.run(async () => {
        await record(name);
        await app.get(EntityManager).flush();
        if (n % 2 === 1) throw new Error('planted');
      }),
    ),
  );
  expect((await actions()).sort()).toEqual(names.filter((_, n) => n % 2 === 0).sort());
});

it('leaves the connection usable when its first statement fails', async () => {
  const failing = (): Promise<unknown> =>
    unitOfWork.run(() => execute(app.get(EntityManager), 'select * from nothing_here', []));
  for (let round = 0; round < 20; round += 1) {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, failing));
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'none'));
    expect(reasons.filter((reason) => !reason.includes('nothing_here'))).toEqual([]);
  }
});

it('an audit event says who did it, from where, in which call', async () => {
  const actor = { account: 'xx11111-ovh', user: 'jane', method: 'user' };
  await runInCall({ queryId: 'q-1', ip: '192.0.2.7', actor }, () => unitOfWork.run(() => record('done')));
  await unitOfWork.run(() => record('alone'));
  const events = await app.sql('select * from audit_event order by id');
  expect(events).toEqual([
    expect.objectContaining({
      query_id: 'q-1',
      ip: '192.0.2.7',
      actor_user: 'jane',
      method: 'user',
      result: 'done',
      keys: [],
    }),
    expect.objectContaining({ query_id: 'mandate.internal', ip: null, actor_user: null, method: null }),
  ]);
});
