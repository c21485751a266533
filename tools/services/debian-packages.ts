import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type CommandResult, run } from './command.ts';

/** Packages that bring a service on Debian. */
export const PACKAGES = {
  postgres: 'postgresql',
  rabbitmq: 'rabbitmq-server',
  chromium: 'chromium',
} as const;

const INSTALL_WITHIN_MS = 600_000;

/** Whether we may install packages: as root on Debian or Ubuntu, unless TEST_INSTALL=off. */
export async function mayInstall(packageName: string): Promise<boolean> {
  if (process.env.TEST_INSTALL === 'off' || userInfo().uid !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  // Ubuntu's chromium package is a door to a snap, which containers cannot run.
  return packageName === PACKAGES.chromium ? /^ID=debian$/m.test(system) : /^ID(?:_LIKE)?=.*debian/m.test(system);
}

/**
 * Installs one package. The lists are fetched only when apt does not know the package or an address of it is outdated.
 *
 * @returns why it failed, or undefined
 */
export async function install(packageName: string): Promise<string | undefined> {
  if ((await aptGet('install', '--no-install-recommends', packageName)).code === 0) return undefined;
  await aptGet('update');
  const { code, output } = await aptGet('install', '--no-install-recommends', packageName);
  return code === 0 ? undefined : (output.trimEnd().split('\n').at(-1) ?? '');
}

/** Waits for another apt instead of failing, and asks nothing. */
const aptGet = (...args: readonly string[]): Promise<CommandResult> =>
  run('apt-get', ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: INSTALL_WITHIN_MS,
  });
