import type { LoggerService } from '@nestjs/common';
import { destination, type Level, type Logger, type LoggerOptions, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { currentCall } from '../context/call-context.js';

/** Wherever such a key appears, one or two levels deep, its value is not for the log. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'authorization',
  'cookie',
  'digest',
  'otp',
]);
const DEEPEST_SECRET = 2;

/** Not pino's own redaction: that copies every line whole, and most lines have nothing to hide. */
function censored(fields: object, level = 1): object {
  let copy: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(fields)) {
    const seen: unknown = SECRET_KEYS.has(key) ? '[secret]' : innerOf(value, level);
    if (seen !== value) (copy ??= { ...fields })[key] = seen;
  }
  return copy ?? fields;
}

const innerOf = (value: unknown, level: number): unknown =>
  level < DEEPEST_SECRET && typeof value === 'object' && value !== null && !(value instanceof Error)
    ? censored(value, level + 1)
    : value;

/** A busy process writes many lines at once (bytes, milliseconds), an idle one soon, and an ending one what is left. */
const GATHERED = { sync: false, minLength: 4096, periodicFlush: 100 };

/** Nest names every module and route at each start: of use to whoever looks for a fault in the wiring, and to nobody else. */
const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestMicroservice',
  'NestApplication',
]);

/** One JSON object per line on standard output, each with the query id of the request that it belongs to. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(level: string) {
    const options: LoggerOptions = {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: Error) => censored(stdSerializers.err(error), DEEPEST_SECRET) },
      mixin: () => {
        const call = currentCall();
        return call ? { queryId: call.queryId } : {};
      },
    };
    this.pino = pino(options, destination(GATHERED));
  }

  log(message: unknown, ...more: unknown[]): void {
    this.write(WIRING.has(String(more.at(-1))) ? 'debug' : 'info', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    // What keeps a process from starting is told once, by whoever started it.
    this.write(more.at(-1) === 'ExceptionHandler' ? 'debug' : 'error', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  /** Nest hands over the context (the class's name) last; an error may stand in front of it. */
  private write(level: Level, message: unknown, more: unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const last = more.at(-1);
    const err = [message, ...more].find((part) => part instanceof Error);
    const text = typeof message === 'string' ? message : err?.message;
    this.pino[level](
      { ...censored(fieldsOf(message)), context: typeof last === 'string' ? last : undefined, ...(err && { err }) },
      text,
    );
  }
}

/** The fields of a structured line. */
const fieldsOf = (message: unknown): object =>
  typeof message === 'object' && message !== null && !(message instanceof Error) ? message : {};
