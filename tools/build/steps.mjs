import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './inputs.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} inputs files and folders whose change makes the step stale
 * @property {string} output exists when the step has run
 * @property {readonly string[]} command arguments of Node
 * @property {() => void} [clear] makes the next run a full one
 * @property {() => void} [tidy] after success
 */

/**
 * The steps that this checkout has. They read different inputs and write different folders, so they can run at once.
 *
 * @param {string} root the checkout
 * @returns {Step[]}
 */
export function stepsOf(root) {
  const steps = [server(root)];
  if (existsSync(join(root, 'tools/mails/compile.mjs'))) steps.push(mails());
  if (hasBuildScript(join(root, 'panel/package.json'))) steps.push(panel());
  return steps;
}

/** @returns {Step} */
function server(root) {
  return {
    name: 'server',
    inputs: ['src', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'],
    output: 'dist/.tsbuildinfo',
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
    clear: () => rmSync(join(root, 'dist/.tsbuildinfo'), { force: true }),
    tidy: () => removeOrphans(root),
  };
}

/** @returns {Step} */
function mails() {
  return {
    name: 'mails',
    inputs: ['templates', 'tools/mails', 'package-lock.json'],
    output: 'dist/templates',
    command: ['tools/mails/compile.mjs'],
  };
}

/** @returns {Step} */
function panel() {
  return {
    name: 'panel',
    inputs: ['panel', 'docs/generated/openapi.json', 'package-lock.json'],
    output: 'panel/dist',
    command: ['--run-npm', 'run', '--silent', 'build', '-w', 'panel'],
  };
}

function hasBuildScript(file) {
  if (!existsSync(file)) return false;
  return JSON.parse(readFileSync(file, 'utf8')).scripts?.build !== undefined;
}

/** The compiler leaves the output of a deleted source behind, and a deleted migration must not run any more. */
function removeOrphans(root) {
  for (const file of filesBelow(join(root, 'dist'), ['.'])) {
    const source = /^(?!templates\/|\.)(.+)\.(?:js|js\.map|d\.ts)$/.exec(file)?.[1];
    if (source !== undefined && !existsSync(join(root, 'src', `${source}.ts`))) rmSync(join(root, 'dist', file));
  }
}
