import type { INestApplication } from '@nestjs/common';
import { startWorking } from './platform/messaging/start-working.js';
import { PeriodicTasks } from './platform/periodic/periodic-tasks.js';

/** Handles messages and does what the clock makes due, until the process is told to stop. */
export async function work(app: INestApplication): Promise<void> {
  await startWorking(app);
  app.get(PeriodicTasks).start();
}
