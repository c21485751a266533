import type { Measure } from '../report.ts';
import type { Stage } from '../stage.ts';
import { type Plan, roundsOf } from './plan.ts';

type Way = 'through' | 'consume' | 'consume-inbox';

/** The product's messaging against amqplib alone. */
// eslint-disable-next-line max-lines-per-function -- one measuring from its seed to its lines, read in one go
export async function events(stage: Stage, plan: Plan): Promise<Measure[]> {
  const run = async (side: 'raw' | 'ours', way: Way): Promise<{ perSecond: number }> => {
    const tool = await stage.tool('events.ts', [side, way, String(plan.events)], stage.environment({}));
    const result = await tool.message<{ perSecond: number }>();
    tool.child.kill('SIGKILL');
    return result;
  };
  const rounds = { ...plan, rounds: Math.min(plan.rounds, 5) };
  const through = await roundsOf(rounds, {
    baseline: () => run('raw', 'through'),
    product: () => run('ours', 'through'),
  });
  const consume = await roundsOf(rounds, {
    baseline: () => run('raw', 'consume'),
    product: () => run('ours', 'consume'),
  });
  const inbox = await roundsOf(rounds, {
    baseline: () => run('raw', 'consume'),
    product: () => run('ours', 'consume-inbox'),
  });
  return [
    {
      name: 'events: outbox → RabbitMQ → inbox and handler',
      unit: 'events/s',
      ...through,
      target: { of: 'ratio', least: 0.25 },
      note: 'a full outbox is carried, confirmed, consumed, and handled with an inbox row; baseline: amqplib publishing with confirms and consuming, same queue type, size and prefetch, no database',
    },
    {
      name: 'no-op consume, the strategy alone',
      unit: 'events/s',
      ...consume,
      target: { of: 'ratio', least: 0.8 },
      note: 'our server and Nest’s handler without transaction and inbox row; baseline: amqplib consume, JSON.parse, ack',
    },
    {
      name: 'no-op consume with its inbox row',
      unit: 'events/s',
      ...inbox,
      note: 'the same, as the product does it: a committed inbox row for each event',
    },
  ];
}
