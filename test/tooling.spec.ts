import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, run } from '../tools/services/command.ts';
import { PlantedTree, ROOT } from './helpers/planted-tree.ts';

const COPIED = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'jest.config.mjs'];

/** A project of one source file, with our build and our test runner. */
function plantProject(files: Readonly<Record<string, string>> = {}): PlantedTree {
  const tree = new PlantedTree({
    'package.json': '{ "name": "planted", "type": "module" }',
    'src/main.ts': "process.stdout.write('started');\n",
    'test/keep.txt': '',
    ...files,
  });
  for (const name of COPIED) cpSync(join(ROOT, name), join(tree.folder, name));
  const setup = 'test/helpers/load-nest-first.ts';
  cpSync(join(ROOT, setup), join(tree.folder, setup));
  for (const name of ['build', 'services', 'test']) {
    cpSync(join(ROOT, 'tools', name), join(tree.folder, 'tools', name), { recursive: true });
  }
  return tree;
}

/** Without what the outer run of Jest left in the environment. */
function node(
  tree: PlantedTree,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const { PATH, HOME } = process.env;
  return run(process.execPath, args, { cwd: tree.folder, env: { PATH, HOME, ...env } });
}

const build = (tree: PlantedTree, ...args: readonly string[]): Promise<CommandResult> =>
  node(tree, ['tools/build/build.mjs', ...args]);

describe('the build', () => {
  it('runs when something changed, says so, and is silent when nothing did', async () => {
    using tree = plantProject();
    expect((await build(tree)).output).toMatch(/^built server in [\d.]+ s\n$/);
    expect(await build(tree, '--if-stale')).toEqual({ code: 0, output: '' });
    writeFileSync(join(tree.folder, 'src/main.ts'), "process.stdout.write('changed');\n");
    expect((await build(tree, '--if-stale')).output).toMatch(/^built server/);
    expect((await node(tree, ['dist/main.js'])).output).toBe('changed');
  });

  it('removes the output of a source that is gone', async () => {
    using tree = plantProject({ 'src/old.ts': 'export const old = 1;\n' });
    await build(tree);
    expect(existsSync(join(tree.folder, 'dist/old.js'))).toBe(true);
    rmSync(join(tree.folder, 'src/old.ts'));
    await build(tree, '--if-stale');
    expect(existsSync(join(tree.folder, 'dist/old.js'))).toBe(false);
    expect(existsSync(join(tree.folder, 'dist/main.js'))).toBe(true);
  });

  it('fails with what the compiler says, and tries again next time', async () => {
    using tree = plantProject({ 'src/wrong.ts': "export const wrong: number = 'text';\n" });
    for (const _attempt of [1, 2]) {
      const { code, output } = await build(tree, '--if-stale');
      expect(code).toBe(1);
      expect(output).toContain('TS2322');
    }
  });

  it('is done once when several ask at the same time, and is not held up by one that was killed', async () => {
    using tree = plantProject();
    mkdirSync(join(tree.folder, 'dist'));
    writeFileSync(join(tree.folder, 'dist/.build.lock'), '4194305');
    const all = await Promise.all([1, 2, 3].map(() => build(tree, '--if-stale')));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(all.filter(({ output }) => output !== '')).toHaveLength(1);
    expect(existsSync(join(tree.folder, 'dist/.build.lock'))).toBe(false);
  });
});

const GREEN = "it('is green', () => { expect(1).toBe(1); });\n";
const BROWSER = `/** @needs chromium */\n${GREEN}`;
const NO_BROWSER = { TEST_CHROMIUM: '/nowhere/chromium' };

const lastLineOf = (output: string): string => output.trimEnd().split('\n').at(-1) ?? '';
const runner = (
  tree: PlantedTree,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandResult> => node(tree, ['tools/test/test.ts', ...args], env);

describe('npm test', () => {
  it('ends with the numbers, and says nothing that a user would have to act on', async () => {
    using tree = plantProject({ 'test/a.spec.ts': GREEN });
    const { code, output } = await runner(tree, {});
    expect([code, lastLineOf(output)]).toEqual([0, '1 passed, 0 failed']);
    expect(output).not.toMatch(/warn/i);
  });

  it('counts a failed test and a file that does not load', async () => {
    using tree = plantProject({
      'test/a.spec.ts': GREEN,
      'test/red.spec.ts': "it('is red', () => { expect(1).toBe(2); });\n",
      'test/broken.spec.ts': "import './missing.js';\nit('never runs', () => undefined);\n",
    });
    const { code, output } = await runner(tree, {});
    expect([code, lastLineOf(output)]).toEqual([1, '1 passed, 2 failed']);
  });

  it('leaves a file out whose service is missing, and says which and why', async () => {
    using tree = plantProject({ 'test/a.spec.ts': GREEN, 'test/b.spec.ts': BROWSER });
    const { code, output } = await runner(tree, NO_BROWSER);
    expect([code, lastLineOf(output)]).toEqual([0, '1 passed, 0 failed']);
    expect(output).toContain('Left out test/b.spec.ts: Chromium does not answer where TEST_CHROMIUM points');
  });

  it('leaves nothing out with CI=true', async () => {
    using tree = plantProject({ 'test/a.spec.ts': GREEN, 'test/b.spec.ts': BROWSER });
    const { code, output } = await runner(tree, { ...NO_BROWSER, CI: 'true' });
    expect([code, lastLineOf(output)]).toEqual([1, '0 passed, 1 failed']);
    expect(output).toContain('CI=true: no test may be left out.');
  });

  it('lets no test be skipped with CI=true', async () => {
    using tree = plantProject({ 'test/a.spec.ts': `${GREEN}it.skip('rests', () => undefined);\n` });
    expect((await runner(tree, {})).code).toBe(0);
    const { code, output } = await runner(tree, { CI: 'true' });
    expect(code).toBe(1);
    expect(output).toContain('no test may be skipped, and 1 were');
  });

  it('asks only for the services of the files that were chosen', async () => {
    using tree = plantProject({ 'test/a.spec.ts': GREEN, 'test/b.spec.ts': BROWSER });
    const { code, output } = await runner(tree, { ...NO_BROWSER, CI: 'true' }, 'test/a.spec.ts');
    expect([code, lastLineOf(output)]).toEqual([0, '1 passed, 0 failed']);
  });

  it('refuses a service that nobody knows', async () => {
    using tree = plantProject({ 'test/a.spec.ts': `/** @needs postgress */\n${GREEN}` });
    const { code, output } = await runner(tree, {});
    expect(code).toBe(1);
    expect(output).toMatch(/a\.spec\.ts needs "postgress", which is none of postgres, rabbitmq, chromium\./);
  });
});
