import { Migration } from '@mikro-orm/migrations';

/** Users in several groups, links to choose a new password, and the ways in which sessions and the audit are read. */
export class Migration20261120000300 extends Migration {
  override up(): void {
    this.addSql(`
      create table identity_membership (
        user_id bigint not null references identity_user (id) on delete cascade,
        group_id bigint not null references identity_group (id),
        primary key (user_id, group_id)
      )`);
    this.addSql('create index identity_membership_group on identity_membership (group_id, user_id)');
    this.addSql('create index identity_user_group_page on identity_user (group_id, id)');
    this.addSql('drop index identity_user_group');
    this.addSql('create index identity_user_login_page on identity_user (account, login, id)');
    this.addSql('create unique index identity_group_name on identity_group (account, lower(name))');
    this.addSql('create index identity_group_page on identity_group (account, id)');
    this.addSql(`
      alter table identity_user
        add column has_extra_groups boolean not null default false,
        add column reset_digest bytea,
        add column reset_expires_at timestamptz,
        add column mails_asked_at jsonb not null default '[]'`);
    this.addSql(
      'create unique index identity_user_reset on identity_user (reset_digest) where reset_digest is not null',
    );
    // The holder's own sessions have no user; ids begin at 1.
    this.addSql('create index session_page on session (account, coalesce(user_id, 0), id)');
    this.addSql('create index session_of_user on session (user_id)');
    this.addSql('create index audit_event_action on audit_event (account, action, id)');
    this.addSql('create index audit_event_user on audit_event (account, lower(actor_user), id)');
    this.addSql('create index audit_event_date on audit_event (account, at, id)');
  }

  override down(): void {
    for (const index of [
      'audit_event_date',
      'audit_event_user',
      'audit_event_action',
      'session_of_user',
      'session_page',
    ])
      this.addSql(`drop index ${index}`);
    this.addSql(
      'alter table identity_user drop column has_extra_groups, drop column reset_digest, drop column reset_expires_at, drop column mails_asked_at',
    );
    this.addSql('drop index identity_group_page');
    this.addSql('drop index identity_group_name');
    this.addSql('drop index identity_user_login_page');
    this.addSql('create index identity_user_group on identity_user (group_id)');
    this.addSql('drop index identity_user_group_page');
    this.addSql('drop table identity_membership');
  }
}
