import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EntityManager } from '@mikro-orm/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Account, hashPassword, IdentityGroup, IdentityUser } from '../modules/accounts/index.js';
import { ContactRequestsService } from '../modules/contacts/index.js';
import { Service } from '../modules/services/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Env } from '../platform/config/env.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { demoChange } from './demo-changes.js';
import { DEMO_ACCOUNTS, DEMO_CHANGES, DEMO_SERVICES, DEMO_USERS } from './demo-data.js';

/** The password of every demo login: given, or made once and kept so that a restart prints the same. */
function demoPassword({ DEMO_PASSWORD, DATA_DIR }: Env): string {
  if (DEMO_PASSWORD !== undefined) return DEMO_PASSWORD;
  const file = join(DATA_DIR, 'demo-password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const made = randomBytes(12).toString('base64url');
  mkdirSync(DATA_DIR, { recursive: true });
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/**
 * Fills an empty database with the demo's accounts, users, services and contact changes; leaves any other alone.
 *
 * @returns the password of every demo login; undefined when the demo is off
 */
export async function seedDemo(app: INestApplicationContext, env: Env): Promise<string | undefined> {
  if (env.DEMO === 'off') return undefined;
  const password = demoPassword(env);
  const em = app.get(EntityManager);
  const now = app.get(Clock).now();
  const hash = await hashPassword(password);
  const seeded = await app.get(UnitOfWork).run(async () => {
    if ((await em.count(Account)) > 0) return false;
    await seedAccounts(em, hash, now);
    await seedServices(em, now);
    return true;
  });
  // This one is asked for like any other, so that its mails are in the inbox.
  if (seeded)
    await app
      .get(ContactRequestsService)
      .ask('xx11111-ovh', 'vps', 'vps-1.example.net', { contactTech: 'yy22222-ovh' });
  return password;
}

async function seedAccounts(em: EntityManager, hash: string, now: Date): Promise<void> {
  const groups = new Map<string, IdentityGroup>();
  for (const { unpaidInvoices, ...demo } of DEMO_ACCOUNTS) {
    const account = Account.open(demo, now);
    account.setPassword(hash, now);
    account.unpaidInvoices = unpaidInvoices;
    await em.persist(account).flush();
    for (const group of IdentityGroup.defaultsOf(demo.nichandle, now))
      groups.set(`${demo.nichandle} ${group.name}`, group);
  }
  em.persist([...groups.values()]);
  for (const { login, group: name, description } of DEMO_USERS) {
    const group = groups.get(`xx11111-ovh ${name}`);
    if (!group) continue;
    const user = IdentityUser.create(
      'HOLDER',
      group,
      { login, email: `${login}@example.com`, description, passwordHash: hash },
      now,
    );
    user.choosePassword(hash, now);
    em.persist(user);
  }
  await em.flush();
}

async function seedServices(em: EntityManager, now: Date): Promise<void> {
  const services = DEMO_SERVICES.map((service) =>
    Service.register({ ...service, creation: '2025-11-20', expiration: '2027-11-20' }),
  );
  await em.persist(services).flush();
  const closed = DEMO_CHANGES.filter(({ state }) => state !== 'validatingByCustomers');
  for (const [index, change] of closed.entries()) {
    const service = services.find(({ type, name }) => type === change.service[0] && name === change.service[1]);
    if (service) await em.persist(demoChange(change, service, closed.length - index, now)).flush();
  }
}

/** Prints what somebody who has just started it wants to know. */
export function greet({ PUBLIC_URL, SMTP_URL }: Env, password: string | undefined): void {
  const lines = [`Mandate answers at ${PUBLIC_URL}`, `  API     ${PUBLIC_URL}/docs`];
  if (SMTP_URL === undefined) lines.push(`  Mails   ${PUBLIC_URL}/dev/inbox`);
  if (password !== undefined) {
    lines.push(
      '',
      `Demo logins, all with the password ${password}`,
      '  xx11111-ovh               holder of the account with the services',
      '  1234-567-89/jane          its user with the privilege User',
      '  1234-567-89/martin        its user with the privilege None',
      '  1234-567-89/john.smith    its user with the privilege Administrator',
      '  yy22222-ovh               a second account; zz33333-ovh, a third, has an unpaid invoice',
      '',
      'Try first: a contact change waits for both answers.',
      `  1. Open ${PUBLIC_URL}/dev/inbox and the two mails about vps-1.example.net.`,
      '  2. Follow the link in each, sign in as the account it was sent to, accept.',
      '  3. See the contact changed, and the mails that say so.',
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
