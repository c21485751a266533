import { plainToInstance, Transform } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';

const toInt = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;

/** `Name <address>` or a bare address. */
const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;

/**
 * Everything that a process reads from its environment. Each field's comment becomes a row of `docs/generated/env.md`.
 * A field without a default is off, or embedded, when its variable is not set.
 */
export class Env {
  /** Address to listen on. */
  @IsString()
  readonly HOST: string = '127.0.0.1';

  /** Port to listen on. */
  @Transform(toInt)
  @IsInt()
  @Min(1)
  @Max(65535)
  readonly PORT: number = 3000;

  /** Where people reach this service, without a trailing slash: every link in a mail begins with it. Default: `http://HOST:PORT`. */
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true })
  @Matches(/[^/]$/, { message: 'must not end with a slash' })
  readonly PUBLIC_URL!: string;

  /** Folder of the embedded database and of the developer inbox. One process at a time. */
  @IsString()
  @MinLength(1)
  readonly DATA_DIR: string = './data';

  /** PostgreSQL 15 or later. Not set: an embedded PostgreSQL in `DATA_DIR`. */
  @IsOptional()
  @IsUrl({
    protocols: ['postgres', 'postgresql'],
    require_protocol: true,
    require_tld: false,
    allow_query_components: true,
  })
  readonly DATABASE_URL?: string;

  /** RabbitMQ 3.10 or later. Not set: deliveries go through a table of the database, inside the process. */
  @IsOptional()
  @IsUrl({ protocols: ['amqp', 'amqps'], require_protocol: true, require_tld: false })
  readonly AMQP_URL?: string;

  /** First part of every exchange and queue name, so that several installations can share a broker. */
  @Matches(/^[a-z][a-z0-9-]{0,40}$/, { message: 'must be lower-case letters, digits and dashes' })
  readonly AMQP_NAMESPACE: string = 'mandate';

  /** Server that takes our mail, with user and password in the URL if it wants them. Not set: the developer inbox. */
  @IsOptional()
  @IsUrl({ protocols: ['smtp', 'smtps'], require_protocol: true, require_tld: false })
  readonly SMTP_URL?: string;

  /** Sender of every mail, `Name <address>`. Required with `SMTP_URL`. */
  @ValidateIf((env: Env) => env.SMTP_URL !== undefined || env.MAIL_FROM !== undefined)
  @IsString({ message: 'is required when SMTP_URL is set' })
  @Matches(/^[^\r\n]+$/, { message: 'must be one line' })
  readonly MAIL_FROM?: string;

  /** What follows the dash of a nichandle, as in `xx11111-ovh`. */
  @Matches(/^[a-z]{2,10}$/, { message: 'must be 2 to 10 lower-case letters' })
  readonly ACCOUNT_SUFFIX: string = 'ovh';

  /** How long a contact change waits for its answers, in hours. */
  @Transform(toInt)
  @IsInt()
  @Min(1)
  @Max(8760)
  readonly CONTACT_CHANGE_TTL_HOURS: number = 168;

  /** Whether an empty database is filled with the demo accounts. Default: `on` with the embedded database, else `off`. */
  @IsIn(['on', 'off'])
  readonly DEMO!: 'on' | 'off';

  /** Password of every demo login. Not set: one is made, kept in `DATA_DIR` and printed. */
  @IsOptional()
  @IsString()
  @MinLength(8)
  readonly DEMO_PASSWORD?: string;

  /** Least important log line to write. */
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
  readonly LOG_LEVEL: string = 'info';

  /** Sign-in attempts allowed per minute from one address for one login, and requests per second to other routes that need no sign-in. */
  @Transform(toInt)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly SIGN_IN_ATTEMPTS_PER_MINUTE: number = 20;
}

/** The environment is wrong; `message` names every variable at fault, one sentence each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads and checks the environment, once, at start-up.
 *
 * @param source usually `process.env`; empty strings count as not set
 * @returns the frozen, complete configuration
 * @throws {ConfigurationError} naming each variable that is wrong
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Readonly<Env> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const env = plainToInstance(
    Env,
    {
      PUBLIC_URL: `http://${hostInUrl(given.HOST)}:${given.PORT ?? '3000'}`,
      DEMO: given.DATABASE_URL === undefined ? 'on' : 'off',
      ...given,
    },
    { exposeDefaultValues: true },
  );
  const wrong = validateSync(env, { whitelist: true });
  // A PUBLIC_URL that we made of a wrong HOST or PORT is not what anybody has to mend.
  const atFault = wrong.filter(({ property }) => property in given || property !== 'PUBLIC_URL' || wrong.length === 1);
  const faults = atFault.flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {}).map((sentence) => `${property} ${sentence.replace(`${property} `, '')}`),
  );
  if (env.MAIL_FROM !== undefined && !isMailbox(env.MAIL_FROM)) {
    faults.push('MAIL_FROM must be an e-mail address, alone or as "Name <address>"');
  }
  if (faults.length > 0) throw new ConfigurationError(`The configuration is not usable:\n  ${faults.join('\n  ')}`);
  return Object.freeze(env);
}

/** An IPv6 address stands in brackets. */
const hostInUrl = (host = '127.0.0.1'): string => (host.includes(':') ? `[${host}]` : host);

class Mailbox {
  @IsEmail({ require_tld: false })
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }
}

const isMailbox = (from: string): boolean => validateSync(new Mailbox(addressOf(from))).length === 0;

/** What an api or a worker of its own cannot do without: the embedded parts live in one process only. */
const PRODUCTION = ['DATABASE_URL', 'AMQP_URL', 'SMTP_URL'] as const;

/** @throws {ConfigurationError} naming what is missing for processes that share their work */
export function requireProduction(env: Env): void {
  const missing = PRODUCTION.filter((name) => env[name] === undefined);
  if (missing.length === 0) return;
  throw new ConfigurationError(
    `A process of its own needs ${missing.join(' and ')}; to run everything in one process without them, use npm start`,
  );
}
