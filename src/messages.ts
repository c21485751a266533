import 'reflect-metadata';
import './app.module.js';
import { ConfigurationError, readEnv } from './platform/config/env.js';
import { runMessagesCommand, UsageError } from './platform/messaging/parked/messages-command.js';

// The application's modules are loaded for their consumer classes, whose queues the command knows by that; nothing starts.
try {
  process.stdout.write(`${await runMessagesCommand(process.argv.slice(2), readEnv(process.env))}\n`);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
