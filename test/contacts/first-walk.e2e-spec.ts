import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../tools/services/command.ts';
import { freePorts } from '../../tools/services/ports.ts';
import { ProgramProcess } from '../helpers/processes.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO_PASSWORD = 'nine slow otters doze';

describe('docs/first-walk.sh', () => {
  it('does the main job with curl, on what npm start serves in a fresh folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mandate-first-walk-'));
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${String(port)}`;
    const program = ProgramProcess.start('main', { PORT: String(port), DATA_DIR: join(folder, 'data'), DEMO_PASSWORD });
    try {
      await program.untilReady(url);
      // It needs bash and curl; where one is missing, the output says so and the test fails.
      const { code, output } = await run('bash', ['docs/first-walk.sh'], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, API: url, DEMO_PASSWORD },
      });
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toContain('"contactTech":"zz33333-ovh"');
      await program.stop();
    } finally {
      if (!program.hasEnded) await program.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  });
});
