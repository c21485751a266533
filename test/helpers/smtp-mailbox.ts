import PostalMime from 'postal-mime';
import { type Behaviour, SmtpRecorder } from '../mails/smtp-recorder.ts';
import { eventually } from '../messaging/eventually.ts';

/** A mail as its recipient has it. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
}

/** What the clock makes due is found within half a minute. */
const ARRIVES_WITHIN_MS = 45_000;
const CODE = /#token=([\w-]{43})/;

/** The receiving end of all mail of a test: a real SMTP server, read like a person reads mail. */
export class SmtpMailbox implements AsyncDisposable {
  private readonly recorder: SmtpRecorder;
  /** One per message received, in order of arrival; each is read once, whoever asks first. */
  private readonly letters: Promise<Letter>[] = [];

  private constructor(recorder: SmtpRecorder) {
    this.recorder = recorder;
  }

  static async open(behaviour: Behaviour = {}): Promise<SmtpMailbox> {
    return new SmtpMailbox(await SmtpRecorder.start(behaviour));
  }

  /** For `SMTP_URL`. */
  get url(): string {
    return this.recorder.url;
  }

  async all(): Promise<readonly Letter[]> {
    const unread = this.recorder.messages.slice(this.letters.length);
    this.letters.push(...unread.map(({ source }) => letterFrom(source)));
    return Promise.all(this.letters);
  }

  /** What came to one address with these words in the subject, oldest first. */
  async to(address: string, words: RegExp): Promise<Letter[]> {
    return (await this.all()).filter(({ to, subject }) => to === address && words.test(subject));
  }

  /** Awaits the `nth` mail to the address with these words in the subject. */
  async next(address: string, words: RegExp, nth = 1): Promise<Letter> {
    return eventually(async () => (await this.to(address, words))[nth - 1], ARRIVES_WITHIN_MS);
  }

  /** Awaits that mail and takes the code out of its link. */
  async code(address: string, words: RegExp, nth = 1): Promise<string> {
    return codeIn(await this.next(address, words, nth));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.recorder.stop();
  }
}

/** The code in the fragment of the mail's link. */
export function codeIn({ text, subject }: Letter): string {
  const code = CODE.exec(text)?.[1];
  if (code === undefined) throw new Error(`There is no link with a code in "${subject}"`);
  return code;
}

async function letterFrom(source: Buffer): Promise<Letter> {
  const { to, subject = '', text = '', html = '', messageId = '' } = await PostalMime.parse(source);
  return { to: to?.[0]?.address ?? '', subject, text, html, messageId };
}
