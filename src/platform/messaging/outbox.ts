import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../clock/clock.js';
import { currentCall } from '../context/call-context.js';
import { insideUnitOfWork, UnitOfWork } from '../database/unit-of-work.js';
import type { DomainEvent, DomainEventClass } from './domain-event.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { OutboxWake } from './outbox-wake.js';

/** The one way for an event to leave: written with the change it tells of, published after both are committed. */
@Injectable()
export class Outbox {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly wake: OutboxWake,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds an event to the unit of work around the caller.
   *
   * @throws if there is none: the event and its change could then part ways
   */
  add(event: DomainEvent): void {
    const { type } = event.constructor as unknown as DomainEventClass;
    if (!insideUnitOfWork()) throw new Error(`${type} needs a unit of work around it`);
    const fields: object = Object.fromEntries(Object.entries(event));
    const queryId = currentCall()?.queryId ?? uuidv7();
    this.unitOfWork.addLast(new OutboxMessage(type, fields, { queryId }, this.clock.now()));
    this.unitOfWork.afterCommit(this.wake.signal);
  }
}
