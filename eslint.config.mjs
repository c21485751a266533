import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/lint/house-rules.mjs';

const SPECS = ['**/*.spec.ts', '**/*.e2e-spec.ts'];

/** Restrictions of syntax: one rule of ESLint, whose lists do not add up, so each part of the tree names its own. */
const ANYWHERE = [
  { selector: 'ExportAllDeclaration', message: 'Name what you export: `export *` hides the public face.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
];
const IN_MODULES = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Ask the Clock: a test must be able to set the time.',
  },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Ask the Clock: a test must be able to set the time.',
  },
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Read the environment in platform/config/env.ts and inject Env.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Use randomBytes or randomInt of node:crypto.',
  },
];
const IN_SPECS = [
  {
    selector: 'CallExpression[callee.object.name="jest"][callee.property.name=/^(?:mock|doMock|unstable_mockModule)$/]',
    message: 'Test with the real thing: start the app, PostgreSQL, the broker, an SMTP receiver.',
  },
  {
    selector: 'MemberExpression[object.name=/^(?:it|test|describe)$/][property.name=/^(?:skip|only|todo)$/]',
    message: 'Every test runs, or is deleted.',
  },
  {
    selector: 'CallExpression[callee.name=/^(?:xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'Every test runs, or is deleted.',
  },
  {
    selector: 'CallExpression[callee.name="setTimeout"]',
    message: 'Await the event, or poll with a deadline: a pause is too short one day and too long every day.',
  },
];

const ORM_CLASSES = ['EntityManager', 'MikroORM'];
const IMPORTS = {
  paths: [
    ...['@mikro-orm/postgresql', '@mikro-orm/pglite', '@mikro-orm/sql'].map((name) => ({
      name,
      importNames: ORM_CLASSES,
      message:
        'Import it from @mikro-orm/core: the driver exports another class of that name, which Nest cannot inject.',
    })),
    { name: '@mikro-orm/decorators/es', message: 'Use @mikro-orm/decorators/legacy, as Nest needs legacy decorators.' },
  ],
  patterns: [{ group: ['**/dist/**'], message: 'Import the source.' }],
};
const MODULE_IMPORTS = {
  ...IMPORTS,
  paths: [
    ...IMPORTS.paths,
    {
      name: '@nestjs/common',
      importNames: [
        'HttpException',
        'BadRequestException',
        'ForbiddenException',
        'NotFoundException',
        'ConflictException',
      ],
      message: 'Throw an error of <module>.errors.ts: the kind of a DomainError decides the status.',
    },
    {
      name: '@nestjs/common',
      importNames: ['HttpCode'],
      message: 'Every success answers 200; one global rule says so.',
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'coverage/',
      'data/',
      '.scratch/',
      'docs/generated/',
      '**/*.d.ts',
      '**/*.d.mts',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest modules and events without fields are empty classes.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // The build emits the types of constructor parameters, so an import that looks like a type may be needed.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `const { secret: _secret, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Nest declares its options as classes and expects literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', ...ANYWHERE],
      'no-restricted-imports': ['error', IMPORTS],
    },
  },
  {
    files: ['src/modules/**/*.ts'],
    ignores: SPECS,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...ANYWHERE, ...IN_MODULES],
      'no-restricted-imports': ['error', MODULE_IMPORTS],
    },
  },
  { files: SPECS, rules: { 'no-restricted-syntax': ['error', ...ANYWHERE, ...IN_SPECS] } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'performance',
          'URL',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
  {
    plugins: { house: houseRules },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'house/names-have-an-owner': 'error',
      'house/exceptions-have-reasons': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      // Limits of size need a reason to be passed, not a rewrite: `eslint-disable-next-line complexity -- the reason`.
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['warn', 8],
      'house/few-parameters': ['warn', { functions: 5, constructors: 8 }],
    },
  },
  // A describe block holds its tests, and a component its markup.
  { files: [...SPECS, '**/*.tsx'], rules: { 'max-lines-per-function': 'off' } },
);
