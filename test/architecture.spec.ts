import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PlantedTree, ROOT, runTool } from './helpers/planted-tree.ts';

const CRUISER = 'dependency-cruiser/bin/dependency-cruiser.mjs';
const CRUISER_CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const TOP_FOLDERS = ['src', 'test', 'tools', 'bench', 'chaos', 'panel/src'];

const importing = (...paths: readonly string[]): string =>
  `${paths.map((path, index) => `import * as it${index} from '${path}';`).join('\n')}
export const all = [${paths.map((_, index) => `it${index}`).join(', ')}];\n`;
const LEAF = 'export const leaf = 1;\n';

/** For each rule the file that breaks it. Nothing else in the tree breaks that rule. */
const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'src/modules/contacts/chicken.ts': importing('./egg.js'),
    'src/modules/contacts/egg.ts': importing('./chicken.js'),
  },
  'platform-knows-no-module': { 'src/platform/clock/clock.ts': importing('../../modules/accounts/index.js') },
  'modules-meet-at-the-door': { 'src/modules/contacts/burglar.ts': importing('../accounts/account.entity.js') },
  'no-one-enters-by-their-own-door': { 'src/modules/contacts/lodger.ts': importing('./index.js') },
  'rbac-knows-nothing-above': { 'src/modules/rbac/climber.ts': importing('../accounts/index.js') },
  'accounts-knows-nothing-above': { 'src/modules/accounts/climber.ts': importing('../services/index.js') },
  'services-knows-nothing-above': { 'src/modules/services/climber.ts': importing('../contacts/index.js') },
  'features-do-not-know-each-other': { 'src/modules/partner/neighbour.ts': importing('../contacts/index.js') },
  'entities-hold-rules-only': { 'src/modules/contacts/clever.entity.ts': importing('@nestjs/common') },
  'controllers-do-not-query': { 'src/modules/contacts/eager.controller.ts': importing('@mikro-orm/core') },
  'events-are-leaves': { 'src/modules/partner/heavy.events.ts': importing('./price.js') },
  'src-never-imports-tests': { 'src/modules/contacts/tested.ts': importing('../../../test/helpers/leaf.js') },
  'the-vcenter-simulator-stands-alone': { 'tools/vcenter-simulator/main.ts': importing('../../src/platform/leaf.js') },
  'the-panel-stands-alone': { 'panel/src/main.tsx': importing('../../src/platform/leaf.js') },
  'no-orphans': { 'src/modules/contacts/orphan.ts': LEAF },
};

/** What the violations lean on, and what looks like a violation and is allowed. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/main.ts': importing('./modules/contacts/index.js', './modules/partner/index.js'),
  'src/platform/leaf.ts': LEAF,
  'src/platform/messaging/domain-event.ts': LEAF,
  'src/modules/rbac/index.ts': LEAF,
  'src/modules/accounts/index.ts': importing('../rbac/index.js', '../contacts/contacts.events.js'),
  'src/modules/accounts/account.entity.ts': importing('@mikro-orm/core'),
  'src/modules/services/index.ts': importing('../accounts/index.js'),
  'src/modules/contacts/index.ts': importing('../services/index.js', './rule.js', './quiet.entity.js'),
  'src/modules/contacts/rule.ts': importing('../../platform/leaf.js', './rule.view.js'),
  'src/modules/contacts/rule.view.ts': "import type { all } from './rule.js';\nexport type Rule = typeof all;\n",
  'src/modules/contacts/quiet.entity.ts': importing('@mikro-orm/core', '../../platform/leaf.js'),
  'src/modules/contacts/contacts.events.ts': importing('../../platform/messaging/domain-event.js', 'class-validator'),
  'src/modules/partner/index.ts': importing('../contacts/contacts.events.js', './price.js'),
  'src/modules/partner/price.ts': LEAF,
  'src/modules/partner/price.spec.ts': importing('../../../test/helpers/leaf.js', './price.js'),
  'test/helpers/leaf.ts': LEAF,
};

interface Violation {
  readonly rule: string;
  readonly from: string;
}

async function violationsIn(folder: string): Promise<Violation[]> {
  const folders = TOP_FOLDERS.filter((path) => existsSync(join(folder, path)));
  const { output } = await runTool([CRUISER, '--config', CRUISER_CONFIG, '--output-type', 'json', ...folders], folder);
  const { summary } = JSON.parse(output) as {
    summary: { violations: readonly { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}

describe('the architecture', () => {
  let planted: Violation[];

  beforeAll(async () => {
    using tree = new PlantedTree(Object.assign({}, ALLOWED, ...Object.values(VIOLATIONS)) as typeof ALLOWED);
    planted = await violationsIn(tree.folder);
  });

  it('has a planted violation for every rule', () => {
    const { forbidden } = createRequire(import.meta.url)(CRUISER_CONFIG) as { forbidden: readonly { name: string }[] };
    expect(forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(VIOLATIONS).sort());
  });

  it.each(Object.entries(VIOLATIONS))('%s finds its violation, and nothing that is allowed', (rule, files) => {
    const culprits = new Set(planted.filter((violation) => violation.rule === rule).map(({ from }) => from));
    expect([...culprits].filter((file) => file in ALLOWED)).toEqual([]);
    expect(Object.keys(files).filter((file) => culprits.has(file))).not.toEqual([]);
  });

  it('is kept by this tree', async () => {
    expect(await violationsIn(ROOT)).toEqual([]);
  });
});

interface Ban {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const BANS: readonly Ban[] = [
  { rule: 'no-restricted-syntax', file: 'src/platform/all.ts', code: "export * from './leaf.js';" },
  { rule: 'no-restricted-syntax', file: 'src/platform/enum.ts', code: 'export enum Colour { red }' },
  { rule: 'no-restricted-syntax', file: 'src/modules/a/now.ts', code: 'export const now = new Date();' },
  { rule: 'no-restricted-syntax', file: 'src/modules/a/ms.ts', code: 'export const now = Date.now();' },
  { rule: 'no-restricted-syntax', file: 'src/modules/a/env.ts', code: 'export const home = process.env.HOME;' },
  { rule: 'no-restricted-syntax', file: 'src/modules/a/dice.ts', code: 'export const dice = Math.random();' },
  { rule: 'no-restricted-syntax', file: 'src/a/skip.spec.ts', code: "it.skip('rests', () => undefined);" },
  { rule: 'no-restricted-syntax', file: 'src/a/x.spec.ts', code: "xit('rests', () => undefined);" },
  { rule: 'no-restricted-syntax', file: 'src/a/pause.spec.ts', code: 'setTimeout(() => undefined, 10);' },
  {
    rule: 'no-restricted-syntax',
    file: 'src/a/mock.spec.ts',
    code: "import { jest } from '@jest/globals';\njest.mock('pg');",
  },
  { rule: 'no-console', file: 'src/modules/a/loud.ts', code: "console.log('here');" },
  {
    rule: 'no-restricted-imports',
    file: 'src/platform/orm.ts',
    code: "import { EntityManager } from '@mikro-orm/postgresql';\nexport const em = EntityManager;",
  },
  {
    rule: 'no-restricted-imports',
    file: 'src/modules/a/http.ts',
    code: "import { NotFoundException } from '@nestjs/common';\nexport const error = new NotFoundException();",
  },
  { rule: 'no-warning-comments', file: 'src/platform/later.ts', code: '// TODO: later\nexport const later = 1;' },
  { rule: 'house/names-have-an-owner', file: 'src/platform/string-utils.ts', code: 'export const leaf = 1;' },
  {
    rule: 'house/names-have-an-owner',
    file: 'src/platform/a.ts',
    code: 'export class MailManager { readonly a = 1; }',
  },
  {
    rule: 'house/exceptions-have-reasons',
    file: 'src/platform/silent.ts',
    code: "// eslint-disable-next-line no-restricted-syntax\nexport * from './leaf.js';",
  },
  {
    rule: 'house/few-parameters',
    file: 'src/platform/many.ts',
    code: 'export const sum = (a: 1, b: 1, c: 1, d: 1, e: 1, f: 1): number => a + b + c + d + e + f;',
  },
  { rule: 'max-lines', file: 'src/platform/long.ts', code: lines(251, (i) => `export const number${i} = ${i};`) },
  {
    rule: 'max-lines-per-function',
    file: 'src/platform/deep.ts',
    code: `export function deep(): void {\n${lines(41, (i) => `  process.exitCode = ${i};`)}\n}`,
  },
  {
    rule: 'complexity',
    file: 'src/platform/knot.ts',
    code: `export function knot(n: number): number {\n${lines(8, (i) => `  if (n === ${i}) return ${i * 2};`)}\n  return n;\n}`,
  },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'panel/src/view.tsx',
    code: 'export const load = (): void => {\n  Promise.resolve(1);\n};',
  },
];

const LINT_ALLOWED: Readonly<Record<string, string>> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, target: 'ES2023', module: 'nodenext', jsx: 'preserve', types: ['node', 'jest'] },
    include: ['src', 'panel'],
  }),
  'package.json': '{ "type": "module" }',
  'src/platform/leaf.ts': LEAF,
  'src/platform/injected.ts':
    'export class Injected {\n  readonly sum: number;\n\n  constructor(a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1) {\n    this.sum = a + b + c + d + e + f + g + h;\n  }\n}\n',
  'src/platform/database.ts': 'export class Database {\n  readonly commonality = 1;\n}\n',
  'src/platform/reasoned.ts':
    "// eslint-disable-next-line no-restricted-syntax -- this file shows that a reason is enough\nexport * from './leaf.js';\n",
};

describe('the bans of the linter', () => {
  let found: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    using tree = new PlantedTree({
      ...LINT_ALLOWED,
      ...Object.fromEntries(BANS.map(({ file, code }) => [file, code])),
    });
    const command = [
      'eslint/bin/eslint.js',
      '--config',
      join(ROOT, 'eslint.config.mjs'),
      '--format',
      'json',
      'src',
      'panel',
    ];
    const { output } = await runTool(command, tree.folder);
    const results = JSON.parse(output) as readonly { filePath: string; messages: readonly { ruleId: string }[] }[];
    found = new Map(
      results.map(({ filePath, messages }) => [
        filePath.slice(tree.folder.length + 1),
        messages.map((message) => message.ruleId),
      ]),
    );
  });

  it.each(BANS)('$rule stops $file', ({ rule, file }) => {
    expect(found.get(file)).toEqual([rule]);
  });

  it.each(Object.keys(LINT_ALLOWED).filter((file) => file.endsWith('.ts')))('nothing stops %s', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});

describe('dead code', () => {
  it('is found: an export that nobody imports, and a file', async () => {
    using tree = new PlantedTree({
      'package.json': '{ "name": "planted", "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
      'src/main.ts': "import { used } from './platform/leaf.js';\nprocess.exitCode = used;\n",
      'src/platform/leaf.ts': 'export const used = 1;\nexport const forgotten = 2;\n',
      'src/platform/lost.ts': LEAF,
    });
    const command = ['knip/bin/knip.js', '--config', join(ROOT, 'knip.json'), '--no-progress', '--reporter', 'json'];
    const { output } = await runTool(command, tree.folder);
    const { issues } = JSON.parse(output) as {
      issues: readonly { file: string; files: readonly unknown[]; exports: readonly { name: string }[] }[];
    };
    expect(issues.find(({ file }) => file === 'src/platform/leaf.ts')?.exports.map(({ name }) => name)).toEqual([
      'forgotten',
    ]);
    expect(issues.find(({ file }) => file === 'src/platform/lost.ts')?.files).toHaveLength(1);
  });
});
