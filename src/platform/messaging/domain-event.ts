/**
 * A message of the product. One class is the whole contract: routing key, fields, validation (class-validator), type.
 * Fields are ids and plain values only; a secret or a person's data never travels.
 */
export abstract class DomainEvent {}

/**
 * A message that another service sends us, through the exchange it may write to. Same contract, other direction: our
 * own events cannot be forged there, because nothing else of ours listens to that exchange.
 */
export abstract class InboundMessage extends DomainEvent {}

export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  /** Routing key, `<module>.<fact>`. Never renamed once shipped; a shipped class only gains optional fields. */
  readonly type: string;
  new (...args: never[]): E;
}
