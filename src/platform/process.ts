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

/**
 * Runs the start of a process. What the operator can mend is told as a sentence, everything else with its stack; either
 * way the process ends with 1.
 */
export async function start(run: (env: Env) => Promise<void>): Promise<void> {
  try {
    await run(readEnv(process.env));
  } catch (error) {
    const text = error instanceof ConfigurationError ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exit(1);
  }
}
