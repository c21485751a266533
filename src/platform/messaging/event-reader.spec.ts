import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { DomainEvent } from './domain-event.js';
import { readEvent } from './event-reader.js';

class Part {
  @IsString()
  readonly name!: string;
}

class Happened extends DomainEvent {
  static readonly type = 'test.happened';

  @IsInt()
  readonly n: number;

  @ValidateNested()
  @Type(() => Part)
  readonly part!: Part;

  constructor(n: number) {
    super();
    this.n = n;
  }
}

class Nothing extends DomainEvent {
  static readonly type = 'test.nothing';
}

describe('the content of a message', () => {
  it('becomes an event of its class, without the fields the class does not know', () => {
    const event = readEvent(Happened, { n: 1, part: { name: 'a', more: true }, more: true });

    expect(event).toBeInstanceOf(Happened);
    expect(event).toEqual({ n: 1, part: { name: 'a' } });
  });

  it('that is not valid is refused in a sentence that names the fields', () => {
    expect(() => readEvent(Happened, { n: 'one', part: { name: 5 } })).toThrow(
      'the content is not valid: n must be an integer number; part: name must be a string',
    );
  });

  it.each([null, [], 'text', 5])('%p is not an event', (payload) => {
    expect(() => readEvent(Happened, payload)).toThrow('not a JSON object');
  });

  it('may be empty when the event says all by its name', () => {
    expect(readEvent(Nothing, {})).toBeInstanceOf(Nothing);
  });

  it('cannot change what objects are', () => {
    const event = readEvent(Nothing, JSON.parse('{ "__proto__": { "isAdmin": true }, "constructor": 1 }'));

    expect((event as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(Object.keys(event)).toEqual([]);
  });
});
