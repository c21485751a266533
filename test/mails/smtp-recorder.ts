import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMessage {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly source: Buffer;
}

/** What the receiving end does out of the ordinary: each answers with the error to give, or nothing. */
export interface Behaviour {
  readonly onMailFrom?: (address: string) => Error | undefined;
  readonly onRecipient?: (address: string) => Error | undefined;
  readonly onMessage?: (source: Buffer) => Promise<Error | undefined>;
}

/** An error that smtp-server answers with the given status. */
export const reply = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

/** A real SMTP server on loopback that keeps every command line and every message as they came over the wire. */
export class SmtpRecorder {
  readonly messages: ReceivedMessage[] = [];
  readonly commands: string[] = [];
  connections = 0;
  private readonly departures = new EventEmitter();
  private readonly server: SMTPServer;

  private constructor(
    private readonly behaviour: Behaviour,
    options: SMTPServerOptions,
  ) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      logger: this.listener() as never,
      onConnect: (_session, done) => {
        this.connections += 1;
        done();
      },
      onClose: () => {
        // The server drops a connection from its set only after this callback.
        setImmediate(() => this.departures.emit('close'));
      },
      onMailFrom: ({ address }, _session, done) => {
        done(this.behaviour.onMailFrom?.(address));
      },
      onRcptTo: ({ address }, _session, done) => {
        done(this.behaviour.onRecipient?.(address));
      },
      onData: (stream, { envelope }, done) => {
        void (async () => {
          const source = Buffer.concat(await stream.toArray());
          const error = await this.behaviour.onMessage?.(source);
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          if (!error) this.messages.push({ from, recipients: envelope.rcptTo.map(({ address }) => address), source });
          done(error);
        })().catch((error: unknown) => {
          // The client went away in the middle of its message, as killed processes do.
          done(error as Error);
        });
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  static async start(behaviour: Behaviour = {}, options: SMTPServerOptions = {}): Promise<SmtpRecorder> {
    const recorder = new SmtpRecorder(behaviour, options);
    recorder.server.listen(0, '127.0.0.1');
    await once(recorder.server.server, 'listening');
    return recorder;
  }

  get url(): string {
    return `smtp://127.0.0.1:${String((this.server.server.address() as AddressInfo).port)}`;
  }

  /** Resolves when every client that came has closed its connection. */
  async left(): Promise<void> {
    while (this.server.connections.size > 0) await once(this.departures, 'close');
  }

  clear(): void {
    this.messages.length = 0;
    this.commands.length = 0;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }

  /** smtp-server reports each command line that it reads to its logger. */
  private listener(): object {
    const silent = (): void => undefined;
    const debug = (entry: { tnx?: string }, _format: string, ...values: unknown[]): void => {
      if (entry.tnx === 'command') this.commands.push(String(values.at(-1)));
    };
    return { level: silent, trace: silent, debug, info: silent, warn: silent, error: silent, fatal: silent };
  }
}
