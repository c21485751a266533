import type { Env } from '../../config/env.js';
import { openDatabase } from '../../database/orm.js';
import { declaredQueues } from '../consumer.decorator.js';
import { MESSAGING_ENTITIES } from '../messaging.entities.js';
import { ParkedInRabbit } from './parked-in-rabbit.js';
import { ParkedInTable } from './parked-in-table.js';
import type { ParkedMessage, ParkedMessages } from './parked-messages.js';

/** How the command is used; answered to anything it does not understand. */
const USAGE = `Usage:
  npm run messages -- list [queue]                     parked messages, of all queues or of one
  npm run messages -- requeue <queue> <message id>     put one back into its queue
  npm run messages -- requeue <queue> --all            put all of a queue back
Without AMQP_URL the messages are in the database; if that is the embedded one, stop the server first.`;

/** The command line asks for something that does not exist. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function openParked(env: Env): Promise<ParkedMessages> {
  if (env.AMQP_URL !== undefined) return ParkedInRabbit.open(env.AMQP_URL, env.AMQP_NAMESPACE);
  const database = await openDatabase(env, MESSAGING_ENTITIES);
  return new ParkedInTable(database.orm, () => database.close());
}

const lineOf = (message: ParkedMessage): string =>
  [
    `${message.queue}  ${message.messageId || '(no message id)'}  ${message.type}`,
    `  reason:   ${message.reason}`,
    `  attempts: ${String(message.attempts)}${message.firstFailedAt ? `, first failure ${message.firstFailedAt}` : ''}`,
    `  query:    ${message.queryId}`,
    `  content:  ${message.content}`,
  ].join('\n');

async function listed(parked: ParkedMessages, queues: readonly string[]): Promise<string> {
  const found: ParkedMessage[] = [];
  for (const queue of queues) found.push(...(await parked.list(queue)));
  if (found.length === 0) return 'No message is parked.';
  return [...found.map(lineOf), `${String(found.length)} parked.`].join('\n');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Command = { readonly verb: 'list'; readonly queues: readonly string[] } | RequeueCommand;

interface RequeueCommand {
  readonly verb: 'requeue';
  readonly queue: string;
  /** All of the queue when absent. */
  readonly messageId: string | undefined;
}

function knownQueue(queue: string): string {
  const queues = declaredQueues();
  if (!queues.includes(queue)) throw new UsageError(`There is no queue ${queue}. Queues: ${queues.join(', ')}`);
  return queue;
}

/** @returns undefined for all */
function chosenBy(which: string | undefined): string | undefined {
  if (which === '--all') return undefined;
  if (which === undefined || !UUID.test(which)) throw new UsageError(USAGE);
  return which;
}

/** @throws {UsageError} */
function commandFrom([verb, queue, which, ...rest]: readonly string[]): Command {
  if (rest.length > 0) throw new UsageError(USAGE);
  if (verb === 'list' && which === undefined) {
    return { verb, queues: queue === undefined ? declaredQueues() : [knownQueue(queue)] };
  }
  if (verb !== 'requeue' || queue === undefined) throw new UsageError(USAGE);
  return { verb, queue: knownQueue(queue), messageId: chosenBy(which) };
}

async function requeued(parked: ParkedMessages, { queue, messageId }: RequeueCommand): Promise<string> {
  return `${String(await parked.requeue(queue, messageId))} put back into ${queue}.`;
}

/**
 * `list [queue]` or `requeue <queue> <message id | --all>`.
 *
 * @param args what follows the command's name
 * @returns the text to print
 * @throws {UsageError} if the arguments make no sense
 * @throws {ConfigurationError} if the embedded database is in use
 */
export async function runMessagesCommand(args: readonly string[], env: Env): Promise<string> {
  const command = commandFrom(args);
  const parked = await openParked(env);
  try {
    return await (command.verb === 'list' ? listed(parked, command.queues) : requeued(parked, command));
  } finally {
    await parked.close();
  }
}
