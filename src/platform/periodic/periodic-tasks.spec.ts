import { Logger } from '@nestjs/common';
import { eventually } from '../../../test/messaging/eventually.js';
import { currentCall } from '../context/call-context.js';
import { PeriodicTasks } from './periodic-tasks.js';

const OFTEN_MS = 1;

beforeAll(() => {
  Logger.overrideLogger(false);
});

it('a task runs again and again, each round with a query id of its own, until the process stops', async () => {
  const tasks = new PeriodicTasks();
  const ids: (string | undefined)[] = [];
  tasks.add('counting', OFTEN_MS, () => {
    ids.push(currentCall()?.queryId);
    return Promise.resolve();
  });
  tasks.start();
  await eventually(() => Promise.resolve(ids.length >= 3));
  await tasks.beforeApplicationShutdown();
  const rounds = ids.length;
  expect(new Set(ids).size).toBe(rounds);
  expect(ids).not.toContain(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ids).toHaveLength(rounds);
});

it('stopping waits for the round that has begun', async () => {
  const tasks = new PeriodicTasks();
  let finish = (): void => undefined;
  let begun = false;
  let ended = false;
  tasks.add('slow', OFTEN_MS, async () => {
    if (begun) return;
    begun = true;
    await new Promise<void>((resolve) => (finish = resolve));
    ended = true;
  });
  tasks.start();
  await eventually(() => Promise.resolve(begun));
  const stopped = tasks.beforeApplicationShutdown().then(() => ended);
  finish();
  expect(await stopped).toBe(true);
});

it('a round that fails keeps neither the next nor another task from running', async () => {
  const tasks = new PeriodicTasks();
  const rounds = { failing: 0, other: 0 };
  tasks.add('failing', OFTEN_MS, () => {
    rounds.failing += 1;
    return Promise.reject(new Error('planted'));
  });
  tasks.add('other', OFTEN_MS, () => {
    rounds.other += 1;
    return Promise.resolve();
  });
  tasks.start();
  await eventually(() => Promise.resolve(rounds.failing >= 2 && rounds.other >= 2));
  await tasks.beforeApplicationShutdown();
});
