import { DomainEvent, InboundMessage } from './domain-event.js';
import { Subscriptions } from './subscriptions.js';

class Ours extends DomainEvent {
  static readonly type = 'test.ours';
}

class Theirs extends InboundMessage {
  static readonly type = 'test.theirs';
}

const handler = (): Promise<void> => Promise.resolve();

describe('subscriptions', () => {
  it('know which queues want a type, and who sends it', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add(handler, { event: Ours, transaction: 'inside', queue: 'one' });
    subscriptions.add(handler, { event: Ours, transaction: 'inside', queue: 'two' });
    subscriptions.add(handler, { event: Theirs, transaction: 'outside', queue: 'two' });

    expect(subscriptions.queuesWanting(Ours.type)).toEqual(['one', 'two']);
    expect(subscriptions.queuesWanting('test.unknown')).toEqual([]);
    expect([Ours.type, Theirs.type, 'test.unknown'].map((type) => subscriptions.isInbound(type))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('are one per event and queue: the inbox has one row for both methods', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add(handler, { event: Ours, transaction: 'inside', queue: 'one' });

    expect(() => {
      subscriptions.add(handler, { event: Ours, transaction: 'outside', queue: 'one' });
    }).toThrow('Queue one has two methods for test.ours');
  });

  it('need their class to be a consumer', () => {
    expect(() => {
      new Subscriptions().add(handler, { event: Ours, transaction: 'inside' });
    }).toThrow('The class that handles test.ours lacks @Consumer');
  });
});
