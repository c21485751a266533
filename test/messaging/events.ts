import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { defineError } from '../../src/platform/errors/domain-error.js';
import { Consumer, type Delivery, OnEvent } from '../../src/platform/messaging/consumer.decorator.js';
import { DomainEvent, InboundMessage } from '../../src/platform/messaging/domain-event.js';
import { execute } from '../../src/platform/messaging/sql.js';
import { currentCall } from '../../src/platform/context/call-context.js';

/** Something for a handler that works inside a transaction. */
export class Counted extends DomainEvent {
  static readonly type = 'test.counted';

  @IsInt()
  readonly n: number;

  /** What the handler does: see {@link Behaviour}. */
  @IsOptional()
  @IsString()
  readonly how?: string;

  constructor(n: number, how?: string) {
    super();
    this.n = n;
    if (how !== undefined) this.how = how;
  }
}

/** Something for a handler that talks to the outside world. */
export class Told extends DomainEvent {
  static readonly type = 'test.told';

  @IsInt()
  readonly n: number;

  @IsOptional()
  @IsString()
  readonly how?: string;

  constructor(n: number, how?: string) {
    super();
    this.n = n;
    if (how !== undefined) this.how = how;
  }
}

/** A public event that nobody of ours listens to. */
export class Published extends DomainEvent {
  static readonly type = 'test.published';

  @IsInt()
  readonly n: number = 1;
}

/** Sent by another service. */
export class Asked extends InboundMessage {
  static readonly type = 'test.asked';

  @IsInt()
  readonly n!: number;
}

/** A rule says no. */
export const notAllowed = defineError('test.not-allowed', 'forbidden', 'for tests', () => 'The rule says no');

/** What handlers did, as far as it can be seen from outside of any transaction. */
@Injectable()
export class Behaviour {
  readonly attempts: { readonly n: number; readonly attempt: number; readonly queryId: string | undefined }[] = [];
  /** Handlers told to wait wait for this. */
  gate: Promise<void> = Promise.resolve();
  /** Told when a handler begins. */
  begun: (n: number) => void = () => undefined;

  constructor(private readonly em: EntityManager) {}

  async act(n: number, how: string | undefined, { attempt }: Delivery): Promise<void> {
    this.attempts.push({ n, attempt, queryId: currentCall()?.queryId });
    this.begun(n);
    if (how === 'wait') await this.gate;
    if (how === 'no') throw notAllowed();
    if (how === 'never' || (how === 'third time' && attempt < 3)) throw new Error(`attempt ${String(attempt)} failed`);
  }

  async effect(n: number, messageId: string): Promise<void> {
    await execute(this.em, 'insert into effect (n, message_id) values (?, ?)', [n, messageId]);
  }
}

@Consumer('counting')
export class CountingConsumer {
  constructor(private readonly behaviour: Behaviour) {}

  @OnEvent(Counted)
  async onCounted({ n, how }: Counted, delivery: Delivery): Promise<void> {
    await this.behaviour.effect(n, delivery.messageId);
    await this.behaviour.act(n, how, delivery);
  }

  @OnEvent(Asked)
  async onAsked({ n }: Asked, delivery: Delivery): Promise<void> {
    await this.behaviour.effect(n, delivery.messageId);
  }
}

@Consumer('telling')
export class TellingConsumer {
  constructor(private readonly behaviour: Behaviour) {}

  @OnEvent(Told, { transaction: 'outside' })
  async onTold({ n, how }: Told, delivery: Delivery): Promise<void> {
    await this.behaviour.act(n, how, delivery);
    await this.behaviour.effect(n, delivery.messageId);
  }
}
