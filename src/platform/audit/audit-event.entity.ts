import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What is known of something that was done, or tried, on an account. */
export interface AuditFacts {
  /** Account whose trail it belongs to. */
  readonly account: string;
  readonly at: Date;
  readonly actorAccount?: string | undefined;
  readonly actorUser?: string | undefined;
  readonly method?: string | undefined;
  readonly application?: string | undefined;
  readonly ip?: string | undefined;
  /** `<module>.<verb>`, as in `contacts.accept`. */
  readonly action: string;
  /** What it was done to, as in `contact-change 42`. */
  readonly object: string;
  /** Names of the fields that changed; never their values. */
  readonly keys: readonly string[];
  readonly queryId: string;
  /** `done`, or the code of the error that refused it. */
  readonly result: string;
}

/** One line of an account's audit trail; written once, never changed. */
@Entity({ tableName: 'audit_event' })
export class AuditEvent {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  readonly id!: number;

  @Property({ type: 'string' })
  readonly account: string;

  @Property({ type: 'datetime' })
  readonly at: Date;

  @Property({ type: 'string', nullable: true })
  readonly actorAccount: string | null;

  @Property({ type: 'string', nullable: true })
  readonly actorUser: string | null;

  @Property({ type: 'string', nullable: true })
  readonly method: string | null;

  @Property({ type: 'string', nullable: true })
  readonly application: string | null;

  @Property({ type: 'string', columnType: 'inet', nullable: true })
  readonly ip: string | null;

  @Property({ type: 'string' })
  readonly action: string;

  @Property({ type: 'string' })
  readonly object: string;

  @Property({ type: 'json' })
  readonly keys: readonly string[];

  @Property({ type: 'string' })
  readonly queryId: string;

  @Property({ type: 'string' })
  readonly result: string;

  constructor(facts: AuditFacts) {
    this.account = facts.account;
    this.at = facts.at;
    this.actorAccount = facts.actorAccount ?? null;
    this.actorUser = facts.actorUser ?? null;
    this.method = facts.method ?? null;
    this.application = facts.application ?? null;
    this.ip = facts.ip ?? null;
    this.action = facts.action;
    this.object = facts.object.slice(0, 160);
    this.keys = facts.keys;
    this.queryId = facts.queryId;
    this.result = facts.result;
  }
}
