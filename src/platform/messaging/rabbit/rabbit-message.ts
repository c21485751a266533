import type { Channel, ConsumeMessage, MessagePropertyHeaders } from 'amqplib';
import type { Received } from '../received.js';
import { jittered, Unprocessable, type Verdict } from '../retry-policy.js';
import type { OutgoingMessage } from './confirmed-publisher.js';
import type { RabbitNames } from './rabbit-topology.js';

/** A delivery with what is needed to answer it. */
export interface RabbitReceived extends Received {
  readonly message: ConsumeMessage;
  readonly channel: Channel;
}

const ROUTING_KEY = 'x-routing-key';
const FIRST_FAILED = 'x-first-failed-at';

/** Headers by which the broker counts for itself; in a copy they would be lies. */
const BROKERS_OWN = /^(x-death|x-first-death-.*|x-last-death-.*|x-delivery-count|x-acquired-count|x-opt-.*|CC|BCC)$/;

/** Properties that a copy has in common with its original. */
const KEPT: ReadonlySet<string> = new Set(['contentType', 'contentEncoding', 'timestamp', 'correlationId', 'appId']);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function attemptOf(headers: MessagePropertyHeaders): number {
  const attempt: unknown = headers['x-attempt'];
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? attempt : 1;
}

/** Reads the envelope. Never throws: what is wrong with it becomes the reason to park it. */
export function receivedFrom(queue: string, message: ConsumeMessage, channel: Channel): RabbitReceived {
  const { properties, fields, content } = message;
  const headers = properties.headers ?? {};
  const messageId = textOf(properties.messageId) ?? '';
  return {
    queue,
    message,
    channel,
    messageId,
    type: textOf(properties.type) ?? textOf(headers[ROUTING_KEY]) ?? fields.routingKey,
    attempt: attemptOf(headers),
    queryId: textOf(headers['x-query-id']) ?? messageId,
    payload: () => {
      try {
        return JSON.parse(content.toString('utf8')) as unknown;
      } catch {
        throw new Unprocessable('the content is not JSON');
      }
    },
  };
}

/** The copy of a failed message that goes into a retry queue, or into the parked one. */
export function copyOf(
  { message, queue, attempt, messageId, type }: RabbitReceived,
  verdict: Exclude<Verdict, { kind: 'done' }>,
  names: RabbitNames,
): OutgoingMessage {
  const { properties, fields } = message;
  const before = Object.entries<unknown>(properties.headers ?? {}).filter(([name]) => !BROKERS_OWN.test(name));
  const headers: Record<string, unknown> = {
    [ROUTING_KEY]: fields.routingKey,
    [FIRST_FAILED]: new Date().toISOString(),
    ...Object.fromEntries(before),
    'x-reason': verdict.reason,
    'x-attempt': verdict.kind === 'retry' ? attempt + 1 : attempt,
  };
  const kept = Object.entries<unknown>({ ...properties }).filter(
    ([name, value]) => KEPT.has(name) && value !== undefined,
  );
  return {
    exchange: '',
    routingKey: verdict.kind === 'retry' ? names.retry(queue, verdict.delayMs) : names.parked(queue),
    content: message.content,
    options: {
      ...Object.fromEntries(kept),
      messageId,
      type,
      headers,
      ...(verdict.kind === 'retry' ? { expiration: String(jittered(verdict.delayMs)) } : {}),
    },
  };
}
