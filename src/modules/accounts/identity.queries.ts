import { type EntityManager, LockMode, raw } from '@mikro-orm/core';
import { IdentityGroup } from './identity-group.entity.js';
import { IdentityUser } from './identity-user.entity.js';

/**
 * A user with all groups, locked until the unit of work around the caller ends.
 *
 * @param login in any case: logins differ in case for nobody, and the unique index knows it
 */
export function userToChange(em: EntityManager, account: string, login: string): Promise<IdentityUser | null> {
  return em.findOne(
    IdentityUser,
    { account, [raw('lower(login)')]: login.toLowerCase() },
    { lockMode: LockMode.PESSIMISTIC_WRITE, populate: ['group', 'extraGroups'], strategy: 'select-in' },
  );
}

/** A group that somebody is about to be put into: it can be neither changed nor deleted before that is done. */
export function groupInUse(em: EntityManager, account: string, name: string): Promise<IdentityGroup | null> {
  return em.findOne(IdentityGroup, groupNamed(account, name), { lockMode: LockMode.PESSIMISTIC_READ });
}

/** A group, locked until the unit of work around the caller ends: nobody is put into it meanwhile. */
export function groupToChange(em: EntityManager, account: string, name: string): Promise<IdentityGroup | null> {
  return em.findOne(IdentityGroup, groupNamed(account, name), { lockMode: LockMode.PESSIMISTIC_WRITE });
}

const groupNamed = (account: string, name: string): object => ({ account, [raw('lower(name)')]: name.toLowerCase() });
