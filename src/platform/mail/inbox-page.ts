import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { COMPILED_TEMPLATES } from './mail-renderer.js';
import { type InboxEntry, type InboxMail, senderOf } from './inbox-store.js';

export const INBOX_VIEWS = ['html', 'text', 'source'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** What a visitor of the page has chosen. */
export interface InboxChoice {
  readonly to: string;
  readonly view: InboxView;
  readonly selected: InboxMail | undefined;
}

/** The page is plain HTML: no script at all, one stylesheet, and the mail in a frame of its own that may do nothing. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** For the mail itself: inline styles, as mails have them; links open outside; nothing is loaded and no script runs. */
export const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** Draws the page of the developer inbox from `templates/dev-inbox`. */
export class InboxPage {
  readonly stylesheet: string;
  private readonly template;

  constructor(root: string = COMPILED_TEMPLATES) {
    const folder = join(root, 'dev-inbox');
    this.stylesheet = readFileSync(join(folder, 'inbox.css'), 'utf8');
    this.template = Handlebars.create().compile<object>(readFileSync(join(folder, 'page.hbs'), 'utf8'), {
      strict: true,
    });
  }

  render(entries: readonly InboxEntry[], { to, view, selected }: InboxChoice): string {
    return this.template({
      to,
      count: entries.length,
      mails: entries.map((entry) => ({
        ...entry,
        ...timeOf(entry),
        link: linkTo(entry.id, view, to),
        current: entry.id === selected?.entry.id,
      })),
      back: `/dev/inbox${to === '' ? '' : `?to=${encodeURIComponent(to)}`}`,
      selected: selected ? { ...shown(selected, view), views: viewsOf(selected, view, to) } : null,
    });
  }

  /** The HTML part as the frame shows it: a link opens a tab of its own instead of the frame. */
  static frame({ email }: InboxMail): string {
    return (email.html ?? '').replace(/<head[^>]*>/i, '$&<base target="_blank">');
  }
}

function shown({ entry, email, source }: InboxMail, view: InboxView): object {
  return {
    ...entry,
    ...timeOf(entry),
    from: senderOf(email),
    frame: view === 'html' ? `/dev/inbox/messages/${String(entry.id)}/html` : '',
    plain: view === 'text' ? (email.text ?? '') : source.toString('utf8'),
  };
}

function viewsOf({ entry }: InboxMail, chosen: InboxView, to: string): object[] {
  const labels: Record<InboxView, string> = { html: 'HTML', text: 'Text', source: 'Source' };
  return INBOX_VIEWS.map((view) => ({
    label: labels[view],
    link: linkTo(entry.id, view, to),
    current: view === chosen,
  }));
}

function linkTo(id: number, view: InboxView, to: string): string {
  const query = new URLSearchParams({ message: String(id), view, ...(to === '' ? {} : { to }) });
  return `/dev/inbox?${query.toString()}`;
}

const timeOf = ({ date }: InboxEntry): object => {
  const iso = date.toISOString();
  return { iso, time: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` };
};
