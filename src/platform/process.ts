import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigurationError, type Env, readEnv } from './config/env.js';
import { MandateAdapter } from './http/mandate-adapter.js';
import { JsonLogger } from './logging/json-logger.js';

/** Builds the application of a process, logging JSON; nothing listens yet. */
export function createApp(module: DynamicModule | Type, env: Env): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(module, new MandateAdapter(), {
    logger: new JsonLogger(env.LOG_LEVEL),
    bodyParser: false,
    abortOnError: false,
  });
}

type Sentence = (error: Error & { address?: string; port?: number }) => string;

/** Faults that an operator can mend, by the code that the system or PostgreSQL gives them. */
const MENDABLE: Readonly<Record<string, Sentence>> = {
  EADDRINUSE: ({ address, port }) =>
    `HOST ${String(address)} and PORT ${String(port)} are taken by another process: give this one another PORT`,
  EACCES: ({ message }) => `Not allowed: ${message}`,
  ECONNREFUSED: ({ message }) => `Nothing answers where the configuration says: ${message}`,
  ENOTFOUND: ({ message }) => `A host of the configuration is not known: ${message}`,
  '28P01': ({ message }) => `DATABASE_URL is refused: ${message}`,
  '28000': ({ message }) => `DATABASE_URL is refused: ${message}`,
  '3D000': ({ message }) => `DATABASE_URL names no database: ${message}`,
  '57P03': ({ message }) => `The database does not take connections yet: ${message}`,
  '42P01': ({ message }) => `The schema is not up to date, run npm run migrate first: ${message}`,
};

function sentenceOf(error: Error & { code?: unknown; cause?: unknown }): string | undefined {
  if (error instanceof ConfigurationError) return error.message;
  const sentence = typeof error.code === 'string' ? MENDABLE[error.code]?.(error) : undefined;
  return sentence ?? (error.cause instanceof Error ? sentenceOf(error.cause) : undefined);
}

/**
 * Runs the start of a process. What the operator can mend is told as a sentence, everything else with its stack; either
 * way the process ends with 1.
 */
export async function start(run: (env: Env) => Promise<void>): Promise<void> {
  try {
    await run(readEnv(process.env));
  } catch (error) {
    const { stack, message } = error as Error;
    process.stderr.write(`${sentenceOf(error as Error) ?? stack ?? message}\n`);
    process.exit(1);
  }
}
