import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { parse } from 'yaml';
import { Env, readEnv } from '../src/platform/config/env.js';
import { VERSIONS } from '../tools/services/versions.ts';
import { ROOT } from './helpers/planted-tree.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** What the compose specification allows in a service, as far as this file has a use for it. */
const SERVICE_KEYS = [
  'build',
  'command',
  'depends_on',
  'environment',
  'healthcheck',
  'hostname',
  'image',
  'init',
  'ports',
  'restart',
  'volumes',
];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** `${NAME:-default}` becomes the default, as compose reads it when nothing is set. */
const asIfNothingWereSet = (text: string): string => text.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');

const dockerfile = textOf('Dockerfile');
const compose = parse(asIfNothingWereSet(textOf('docker-compose.yml')), { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const serviceOf = (name: string): Service => {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};

/** An image of ours inherits the check of the Dockerfile. */
const hasHealthcheck = ({ build, healthcheck }: Service): boolean =>
  healthcheck === undefined
    ? build !== undefined && dockerfile.includes('HEALTHCHECK')
    : healthcheck.disable !== true && healthcheck.test !== undefined;

describe('docker-compose.yml', () => {
  it('has the servers, the processes and a place for the mails', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'api',
      'mailpit',
      'migrate',
      'postgres',
      'rabbitmq',
      'worker',
    ]);
  });

  it('runs the versions that the tests are written for', () => {
    expect(serviceOf('postgres').image).toBe(VERSIONS.postgres.image);
    expect(serviceOf('rabbitmq').image).toBe(VERSIONS.rabbitmq.image);
  });

  it.each(services)('%s has known keys, a pinned image, and ports on the loopback address only', (_name, service) => {
    expect(Object.keys(service).filter((key) => !SERVICE_KEYS.includes(key))).toEqual([]);
    if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+/);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(services)('%s waits for services that can be waited for', (_name, service) => {
    for (const [awaited, { condition }] of Object.entries(service.depends_on ?? {})) {
      if (condition === 'service_healthy')
        expect([awaited, hasHealthcheck(serviceOf(awaited))]).toEqual([awaited, true]);
      else expect([condition, hasHealthcheck(serviceOf(awaited))]).toEqual(['service_completed_successfully', false]);
    }
  });

  it.each(services)('%s keeps its data in a volume that is declared', (_name, service) => {
    for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
  });

  it.each(ours)('%s is given variables that exist, with values that are accepted', (_name, { environment = {} }) => {
    const fields = getMetadataStorage()
      .getTargetValidationMetadatas(Env, '', false, false)
      .map((metadata) => metadata.propertyName);
    expect(Object.keys(environment).filter((variable) => !fields.includes(variable))).toEqual([]);
    expect(readEnv(environment)).toMatchObject({ DATABASE_URL: environment.DATABASE_URL, DEMO: 'on' });
  });

  it.each(ours)('%s runs a program that is built', (_name, { command }) => {
    const [file = ''] = command ?? [];
    expect(existsSync(join(ROOT, file.replace(/^dist\/(.+)\.js$/, 'src/$1.ts')))).toBe(true);
  });

  it('reaches each server with the credentials it was made with', () => {
    const { DATABASE_URL = '', AMQP_URL = '', SMTP_URL = '' } = serviceOf('api').environment ?? {};
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = serviceOf('postgres').environment ?? {};
    const { RABBITMQ_DEFAULT_USER, RABBITMQ_DEFAULT_PASS } = serviceOf('rabbitmq').environment ?? {};
    expect(DATABASE_URL).toBe(`postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`);
    expect(AMQP_URL).toBe(`amqp://${RABBITMQ_DEFAULT_USER}:${RABBITMQ_DEFAULT_PASS}@rabbitmq:5672`);
    expect(compose.services).toHaveProperty(new URL(SMTP_URL).hostname);
  });
});

describe('the Dockerfile', () => {
  it('runs the Node that npm installs for us elsewhere', () => {
    const { optionalDependencies } = JSON.parse(textOf('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const images = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map((match) => match[1]);
    expect(images.length).toBeGreaterThan(1);
    expect(new Set(images)).toEqual(new Set(Object.values(optionalDependencies)));
  });

  it('starts Node with the options that npm start gives it', () => {
    const { config } = JSON.parse(textOf('package.json')) as { config: { node: string } };
    const [, entrypoint = '[]'] = /^ENTRYPOINT (.+)$/m.exec(dockerfile) ?? [];
    expect(JSON.parse(entrypoint)).toEqual(['node', ...config.node.split(' ')]);
  });

  it('ends as a user without rights, with a check of its health', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK .*\n.*\/health\/live/m);
  });
});
