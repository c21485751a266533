import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account a server runs under: its own system account when we are root, because PostgreSQL refuses to run as root;
 * else the current user, written as `undefined`.
 *
 * @param name the account that the package of the server makes; `nobody` stands in where it is missing
 */
export function serverAccount(name: string): Account | undefined {
  if (userInfo().uid !== 0) return undefined;
  return findAccount(name) ?? findAccount('nobody') ?? { uid: 65534, gid: 65534 };
}

function findAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
