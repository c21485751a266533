import { Migration } from '@mikro-orm/migrations';

/** Events on their way out, messages already handled, and the queues of an installation without a broker. */
export class Migration20261120000100 extends Migration {
  override up(): void {
    // Both queue tables turn over completely all the time: vacuum by the number of dead rows, not by a share of few.
    const hot = `with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
      autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)`;
    this.addSql(`
      create table outbox (
        id uuid primary key,
        type varchar(255) not null,
        payload jsonb not null,
        headers jsonb not null,
        occurred_at timestamptz not null,
        failures integer not null default 0,
        deferred_until timestamptz,
        last_error text
      ) ${hot}`);
    this.addSql(`
      create table inbox (
        queue varchar(100) not null,
        message_id uuid not null,
        handled_at timestamptz not null default now(),
        primary key (queue, message_id)
      )`);
    this.addSql('create index inbox_handled_at on inbox (handled_at)');
    this.addSql(`
      create table delivery (
        queue varchar(100) not null,
        message_id uuid not null,
        type varchar(255) not null,
        payload jsonb not null,
        headers jsonb not null,
        attempt integer not null default 1,
        run_at timestamptz not null default now(),
        claimed_by uuid,
        first_failed_at timestamptz,
        parked_reason text,
        last_error text,
        primary key (queue, message_id)
      ) ${hot}`);
    this.addSql('create index delivery_due on delivery (queue, run_at) where parked_reason is null');
  }

  override down(): void {
    this.addSql('drop table delivery');
    this.addSql('drop table inbox');
    this.addSql('drop table outbox');
  }
}
