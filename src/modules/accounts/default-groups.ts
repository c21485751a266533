import { EntityManager, type EntityData } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { groupInUse } from './identity.queries.js';
import { IdentityGroup } from './identity-group.entity.js';

const MOST_ENTRIES = 10_000;

/** Finds the group of a new user. A default group never changes and never goes, so each is read once per process. */
@Injectable()
export class DefaultGroups {
  private readonly known = new Map<string, EntityData<IdentityGroup>>();

  constructor(private readonly em: EntityManager) {}

  /** @returns null when the account has no group of this name; reads inside the unit of work around the caller */
  async find(account: string, name: string): Promise<IdentityGroup | null> {
    const key = `${account} ${name.toLowerCase()}`;
    const known = this.known.get(key);
    if (known) return this.em.merge(IdentityGroup, { ...known });
    const group = await groupInUse(this.em, account, name);
    if (group?.defaultGroup) this.keep(key, group);
    return group;
  }

  private keep(
    key: string,
    { id, account, name, role, defaultGroup, description, createdAt, updatedAt }: IdentityGroup,
  ): void {
    if (this.known.size >= MOST_ENTRIES) this.known.clear();
    this.known.set(key, { id, account, name, role, defaultGroup, description, createdAt, updatedAt });
  }
}
