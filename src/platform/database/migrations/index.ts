import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261120000100 } from './Migration20261120000100_messaging.js';
import { Migration20261120000200 } from './Migration20261120000200_accounts.js';
import { Migration20261120000300 } from './Migration20261120000300_groups.js';

/** Every migration, oldest first. A migration that has shipped is never edited: processes of the last version run beside it. */
export const MIGRATIONS: readonly MigrationObject[] = [
  { name: '20261120000100_messaging', class: Migration20261120000100 },
  { name: '20261120000200_accounts', class: Migration20261120000200 },
  { name: '20261120000300_groups', class: Migration20261120000300 },
];
