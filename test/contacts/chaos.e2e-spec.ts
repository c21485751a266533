/** @needs postgres rabbitmq */
import { runChaos } from '../../chaos/run.ts';
import { isClean, tableOf } from '../../chaos/table.ts';

const NOT_SLOWER_THAN_MS = 600_000;

describe('what was accepted', () => {
  // The long form is `npm run chaos`; its figures depend on the machine, what it promises does not.
  it(
    'is neither lost, nor stuck, nor mailed twice without a cause, while processes and the broker are killed',
    async () => {
      const result = await runChaos({
        kills: 12,
        changes: 80,
        seed: 20_261_120,
        components: ['api', 'worker', 'rabbitmq'],
      });
      process.stdout.write(`${tableOf(result)}\n`);
      expect({ clean: isClean(result), table: tableOf(result) }).toMatchObject({ clean: true });
      expect(result.duplicates.count).toBeLessThanOrEqual(result.duplicates.inWindow);
      expect(result.changesByState.done).toBeGreaterThan(20);
    },
    NOT_SLOWER_THAN_MS,
  );
});
