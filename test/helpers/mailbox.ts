import type { InboxMail, InboxStore } from '../../src/platform/mail/inbox-store.js';
import { eventually } from '../messaging/eventually.js';

/** A mail as its recipient sees it. */
export interface ReceivedMail {
  readonly id: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the product has mailed to people, read from the developer inbox. */
export class Mailbox {
  /** A mail never changes; taking it apart takes a millisecond. */
  private readonly known = new Map<number, ReceivedMail>();

  constructor(private readonly store: InboxStore) {}

  /** Newest first; of one address, or of everybody. */
  async to(address?: string): Promise<ReceivedMail[]> {
    const entries = (await this.store.list()).filter(({ to }) => address === undefined || to === address);
    const mails = await Promise.all(entries.map(({ id }) => this.read(id)));
    return mails.filter((mail) => mail !== undefined);
  }

  /** Waits for a mail to `address` whose subject holds `words`, and hands out the newest. */
  wait(address: string, words: string): Promise<ReceivedMail> {
    return eventually(async () => (await this.to(address)).find(({ subject }) => subject.includes(words)));
  }

  /** The code in the newest mail to `address` about that contact change. */
  async codeFor(address: string, change: number): Promise<string> {
    const link = new RegExp(`/contacts/requests\\?taskId=${String(change)}#token=([\\w-]+)`);
    return eventually(async () => {
      const found = (await this.to(address)).map(({ text }) => link.exec(text)?.[1]);
      return found.find((code) => code !== undefined);
    });
  }

  private async read(id: number): Promise<ReceivedMail | undefined> {
    const known = this.known.get(id);
    if (known) return known;
    const mail = await this.store.read(id);
    if (mail) this.known.set(id, received(mail));
    return this.known.get(id);
  }
}

const received = ({ entry: { id, to, subject }, email: { text = '', html = '' } }: InboxMail): ReceivedMail => ({
  id,
  to,
  subject,
  text,
  html,
});
