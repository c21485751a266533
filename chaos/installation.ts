import { freePorts } from '../tools/services/ports.ts';
import type { PrivateServer } from '../tools/services/private-server.ts';
import { startPrivatePostgres, startPrivateRabbit } from '../tools/services/services.ts';
import { aService } from '../test/factories/a-service.ts';
import { anAccount } from '../test/factories/an-account.ts';
import { insert, insertSessions } from '../test/factories/insert.ts';
import { ProgramProcess } from '../test/helpers/processes.ts';
import type { Person } from './client.ts';
import { type Component, ProgramComponent, type ProgramPlace, ServerComponent } from './component.ts';
import type { LaneService } from './lane.ts';
import { MailLog } from './mail-log.ts';

const EACH = 2;
const ACCOUNTS = 60;
export const NAMESPACE = 'chaos';

/** PostgreSQL, RabbitMQ, two api and two worker processes and the receiving end of mail, all of them for this run. */
export class Installation implements AsyncDisposable {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly apiUrls: readonly string[];
  readonly mails: MailLog;
  readonly programs: readonly ProgramComponent[];
  readonly servers: readonly ServerComponent[];
  people: ReadonlyMap<string, Person> = new Map();
  services: readonly LaneService[] = [];
  readonly #owned: readonly PrivateServer[];

  private constructor([postgres, rabbitmq]: readonly [PrivateServer, PrivateServer], mails: MailLog, ports: number[]) {
    this.#owned = [postgres, rabbitmq];
    this.databaseUrl = postgres.url;
    this.amqpUrl = rabbitmq.url;
    this.mails = mails;
    this.apiUrls = ports.map((port) => `http://127.0.0.1:${String(port)}`);
    this.servers = [new ServerComponent('postgres', postgres), new ServerComponent('rabbitmq', rabbitmq)];
    this.programs = ports.flatMap((port, n) => [
      new ProgramComponent(this.#api(port, n)),
      new ProgramComponent(this.#worker(n)),
    ]);
  }

  /** @param services how many there are, each with contacts of its own */
  static async start(services: number): Promise<Installation> {
    const owned = await Promise.all([startPrivatePostgres(), startPrivateRabbit()]);
    try {
      const installation = new Installation(owned, await MailLog.open(), await freePorts(EACH));
      await installation.#populate(services);
      await Promise.all(installation.programs.map((program) => program.revive()));
      return installation;
    } catch (error) {
      await Promise.all(owned.map((server) => server.stop()));
      throw error;
    }
  }

  get components(): readonly Component[] {
    return [...this.programs, ...this.servers];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.programs.map((program) => program.strike('SIGKILL')));
    await Promise.all([this.mails.close(), ...this.#owned.map((server) => server.stop())]);
  }

  async #populate(count: number): Promise<void> {
    await ProgramProcess.run('migrate', { DATABASE_URL: this.databaseUrl });
    const accounts = Array.from({ length: ACCOUNTS }, () => anAccount());
    const services = Array.from({ length: count }, (_, n) => {
      const account = (role: number): string => accounts[(n * 3 + role) % ACCOUNTS]?.nichandle ?? '';
      const owner = accounts[(n * 3) % ACCOUNTS] ?? anAccount();
      return aService(owner, { contactTech: account(1), contactBilling: account(2) });
    });
    await insert(this.databaseUrl, { accounts, services });
    const tokens = await insertSessions(this.databaseUrl, accounts);
    const personOf = ({ nichandle: account, email }: (typeof accounts)[number]): [string, Person] => [
      account,
      { account, email, token: tokens.get(account) ?? '' },
    ];
    this.people = new Map(accounts.map(personOf));
    this.services = services.map((service) => ({ ...service }));
  }

  #api(port: number, index: number): ProgramPlace {
    const url = `http://127.0.0.1:${String(port)}`;
    return {
      ...this.#place(index),
      name: 'api',
      url,
      env: () => ({ ...this.#environment(this.mails.url), PORT: String(port) }),
    };
  }

  #place(index: number): Pick<ProgramPlace, 'index' | 'databaseRun'> {
    return { index, databaseRun: () => this.servers.find(({ name, isUp }) => name === 'postgres' && isUp)?.run };
  }

  /** A worker names its run in its EHLO, so that each mail tells which run sent it. */
  #worker(index: number): ProgramPlace {
    return { ...this.#place(index), name: 'worker', env: (run) => this.#environment(`${this.mails.url}/?name=${run}`) };
  }

  #environment(smtpUrl: string): Record<string, string> {
    return {
      DATABASE_URL: this.databaseUrl,
      AMQP_URL: this.amqpUrl,
      AMQP_NAMESPACE: NAMESPACE,
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'Mandate <mandate@provider.example>',
      PUBLIC_URL: 'https://mandate.example',
      LOG_LEVEL: 'debug',
    };
  }
}
