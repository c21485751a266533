/**
 * The whole of our architecture, as a machine reads it. Every rule has a planted violation in
 * test/architecture.spec.ts; a rule without one fails that test.
 *
 *   platform <- rbac <- accounts <- services <- { contacts, mail-delegation, managed-bare-metal, partner }
 */
const FLOORS = ['rbac', 'accounts', 'services'];
const FEATURES = 'contacts|mail-delegation|managed-bare-metal|partner';
const EVENTS = '^src/modules/[^/]+/[^/]+\\.events\\.ts$';
const SPECS = '\\.(?:spec|e2e-spec)\\.ts$';
const NEST = '(?:^|/)node_modules/@nestjs/';
const ORM = '(?:^|/)node_modules/@mikro-orm/';

/** A floor may use itself and the floors below it; it hears of those above through their events. */
const floors = FLOORS.map((floor, level) => ({
  name: `${floor}-knows-nothing-above`,
  comment: `${floor} may import only ${['platform', ...FLOORS.slice(0, level)].join(', ')}; hear of others by an event.`,
  severity: 'error',
  from: { path: `^src/modules/${floor}/`, pathNot: SPECS },
  to: { path: `^src/modules/(?!(?:${FLOORS.slice(0, level + 1).join('|')})/)`, pathNot: EVENTS },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Move what both need into a third file. Types alone may point back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'Let the module pass what the platform needs, as a token or an argument.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/modules/' },
    },
    {
      name: 'modules-meet-at-the-door',
      comment: "Import the other module's index.ts or its *.events.ts; if it is not there, ask for it to be.",
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$', EVENTS] },
    },
    {
      name: 'no-one-enters-by-their-own-door',
      comment: 'Inside a module, import the file itself.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    ...floors,
    {
      name: 'features-do-not-know-each-other',
      comment: 'Features meet through events.',
      severity: 'error',
      from: { path: `^src/modules/(${FEATURES})/` },
      to: { path: `^src/modules/(?:${FEATURES})/`, pathNot: ['^src/modules/$1/', EVENTS] },
    },
    {
      name: 'entities-hold-rules-only',
      comment: 'An entity knows the ORM and the rules; a service mails, publishes and asks.',
      severity: 'error',
      from: { path: '^src/modules/.*\\.entity\\.ts$' },
      to: {
        path: [
          NEST,
          '(?:^|/)node_modules/(?:amqplib|nodemailer|fastify)/',
          '^src/.*\\.(?:service|controller|consumer|mails|guard|module)\\.ts$',
          '^src/platform/(?:mail|messaging|http|config)/',
        ],
      },
    },
    {
      name: 'controllers-do-not-query',
      comment: 'Ask a service.',
      severity: 'error',
      from: { path: '^src/modules/.*\\.(?:controller|consumer)\\.ts$' },
      to: { path: ORM },
    },
    {
      name: 'events-are-leaves',
      comment: 'An event is its fields and their validation; anybody may import it without importing more.',
      severity: 'error',
      from: { path: EVENTS },
      to: {
        path: '.',
        pathNot: [
          '^src/platform/messaging/domain-event\\.ts$',
          '(?:^|/)node_modules/(?:class-validator|class-transformer|@nestjs/swagger)/',
        ],
      },
    },
    {
      name: 'src-never-imports-tests',
      comment: 'What the product needs lives in src.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPECS },
      to: { path: ['^(?:test|tools|bench|chaos)/', SPECS] },
    },
    {
      name: 'the-vcenter-simulator-stands-alone',
      comment: 'It stands for the program of somebody else, so it speaks to the product over the wire only.',
      severity: 'error',
      from: { path: '^tools/vcenter-simulator/' },
      to: { path: '^src/' },
    },
    {
      name: 'the-panel-stands-alone',
      comment: 'The panel knows the product by its OpenAPI document.',
      severity: 'error',
      from: { path: '^panel/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-orphans',
      comment: 'Delete it, or import it.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$', '^src/[^/]+\\.ts$', '/migrations/', SPECS] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
