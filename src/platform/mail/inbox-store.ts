import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** One line of the inbox. */
export interface InboxEntry {
  readonly id: number;
  readonly to: string;
  readonly subject: string;
  readonly date: Date;
}

export interface InboxMail {
  readonly entry: InboxEntry;
  readonly source: Buffer;
  readonly email: Email;
}

const CAPACITY = 2_000;
const FILE = /^(\d{1,15})\.eml$/;

/**
 * The developer inbox: one file per message, `<folder>/<id>.eml`, ids rising for ever, the newest 2,000 kept. Plain
 * files because a mail may carry a token, which must not rest in the database; readable by their owner only. Several
 * processes may share the folder.
 */
export class InboxStore {
  /** Messages never change, so what was read of one stays true. */
  private readonly entries = new Map<number, InboxEntry>();
  private last: Promise<number> | undefined;
  private forgotten = 0;

  constructor(
    private readonly folder: string,
    private readonly capacity: number = CAPACITY,
  ) {}

  /** Keeps a message and forgets the one that is now too old. Resolves with its id once the file is complete. */
  async add(source: Buffer): Promise<number> {
    const id = await this.claim();
    const draft = join(this.folder, `${String(id)}.${String(process.pid)}.draft`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(source);
    } finally {
      await file.close();
    }
    // The empty claimed file gives way to the complete one at once: a reader sees all of a message or none.
    await rename(draft, this.path(id));
    await this.forgetUpTo(id - this.capacity);
    return id;
  }

  /** Newest first. */
  async list(): Promise<InboxEntry[]> {
    const ids = (await this.ids()).slice(-this.capacity).reverse();
    const entries: InboxEntry[] = [];
    for (const id of ids) {
      const entry = this.entries.get(id) ?? (await this.read(id))?.entry;
      if (entry) entries.push(entry);
    }
    return entries;
  }

  /** @returns undefined when there is no such message, or no longer */
  async read(id: number): Promise<InboxMail | undefined> {
    const path = this.path(id);
    try {
      const [source, { mtime }] = await Promise.all([readFile(path), stat(path)]);
      if (source.length === 0) return undefined;
      const email = await PostalMime.parse(source);
      const to = email.to?.[0]?.address ?? '';
      // The Date header has no milliseconds: too coarse for "what came since".
      const entry = { id, to, subject: email.subject ?? '', date: mtime };
      this.entries.set(id, entry);
      return { entry, source, email };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** The next free id, held by an empty file so that another process takes another one. */
  private async claim(): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (;;) {
      this.last = (this.last ?? this.newest()).then((last) => last + 1);
      const id = await this.last;
      try {
        await (await open(this.path(id), 'wx', 0o600)).close();
        return id;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        this.last = undefined;
      }
    }
  }

  private async newest(): Promise<number> {
    return (await this.ids()).at(-1) ?? 0;
  }

  /** Mostly one file; many when the folder was filled under a larger capacity. */
  private async forgetUpTo(id: number): Promise<void> {
    if (id <= this.forgotten) return;
    const old = this.forgotten === 0 ? (await this.ids()).filter((kept) => kept <= id) : range(this.forgotten + 1, id);
    this.forgotten = id;
    for (const gone of old) {
      this.entries.delete(gone);
      await rm(this.path(gone), { force: true });
    }
  }

  private async ids(): Promise<number[]> {
    try {
      const names = await readdir(this.folder);
      return names
        .flatMap((name) => FILE.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((a, b) => a - b);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  private path(id: number): string {
    return join(this.folder, `${String(id)}.eml`);
  }
}

/** `Name <address>`, or the address alone. */
export function senderOf({ from }: Email): string {
  const { name = '', address = '' } = from ?? {};
  return name === '' ? address : `${name} <${address}>`;
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
