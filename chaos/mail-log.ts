import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';

/** A message as the sink took it. */
export interface SunkMail {
  /** The run of a worker that sent it, as it named itself in its EHLO. */
  readonly run: string;
  readonly to: string;
  readonly subject: string;
  /** `<outbox id@host>`: the same for every copy. */
  readonly messageId: string;
  /** The code in it, when it has one. */
  readonly code?: string;
}

export type SinkMessage =
  { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'mail'; readonly mail: SunkMail };

export const MAIL_KINDS = ['asked', 'reminded', 'refused', 'cancelled', 'expired', 'failed', 'done', 'moved'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

const WORDS: Readonly<Record<MailKind, RegExp>> = {
  asked: /your answer is needed$/,
  reminded: /your answer is still awaited$/,
  refused: /: refused$/,
  cancelled: /: cancelled$/,
  expired: /: expired$/,
  failed: /: not carried out$/,
  done: /: done$/,
  moved: /: you are no longer /,
};

/** A mail about a contact change. */
export interface ChangeMail extends SunkMail {
  readonly changeId: number;
  readonly kind: MailKind;
  /** The id of its outbox row. */
  readonly outboxId: string;
}

/** Everything that was mailed in a run, in the order in which it arrived. */
export class MailLog {
  readonly mails: ChangeMail[] = [];
  /** Subjects that no rule knows: the check of required mails would be blind for them. */
  readonly unknown: string[] = [];
  readonly url: string;
  readonly #sink: ChildProcess;
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  readonly #byChange = new Map<string, ChangeMail[]>();

  private constructor(sink: ChildProcess, port: number) {
    this.#sink = sink;
    this.url = `smtp://127.0.0.1:${String(port)}`;
    sink.on('message', (message: SinkMessage) => {
      if (message.kind === 'mail') this.#take(message.mail);
    });
  }

  static async open(): Promise<MailLog> {
    const sink = fork(join(import.meta.dirname, 'smtp-sink.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const [first] = (await once(sink, 'message')) as [SinkMessage];
    if (first.kind !== 'listening') throw new Error('The SMTP sink did not say where it listens');
    return new MailLog(sink, first.port);
  }

  /** Mails of one change to one address, oldest first. */
  of(changeId: number, to: string): readonly ChangeMail[] {
    return this.#byChange.get(keyOf(changeId, to)) ?? [];
  }

  /** Resolves with a mail of this change to this address that suits, or with undefined when `signal` ends first. */
  async await(
    changeId: number,
    to: string,
    suits: (mail: ChangeMail) => boolean,
    signal: AbortSignal,
  ): Promise<ChangeMail | undefined> {
    for (;;) {
      const found = this.of(changeId, to).findLast(suits);
      if (found || signal.aborted) return found;
      await once(this.#arrivals, keyOf(changeId, to), { signal }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#sink, 'exit');
    this.#sink.disconnect();
    await closed;
  }

  #take(mail: SunkMail): void {
    const changeId = Number(/Contact change (\d+) for /.exec(mail.subject)?.[1]);
    const kind = MAIL_KINDS.find((one) => WORDS[one].test(mail.subject));
    if (kind === undefined || Number.isNaN(changeId)) {
      this.unknown.push(mail.subject);
      return;
    }
    const outboxId = mail.messageId.slice(1, mail.messageId.indexOf('@'));
    const known: ChangeMail = { ...mail, changeId, kind, outboxId };
    const key = keyOf(changeId, mail.to);
    this.mails.push(known);
    this.#byChange.set(key, [...this.of(changeId, mail.to), known]);
    this.#arrivals.emit(key);
  }
}

const keyOf = (changeId: number, to: string): string => `${String(changeId)} ${to}`;
