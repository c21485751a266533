import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Handlebars from 'handlebars';
import { LANGUAGES, type Language, type Mail } from './mail.js';
import { showable, showableView } from './mail-values.js';
import { type MailPart, registerTemplateCalls, TEMPLATE_CALLS, type Words } from './mail-words.js';

export interface RenderedMail {
  /** One line of plain text. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What every mail knows besides its view; templates read it as `{{@account}}`, `{{@publicUrl}}`, `{{@language}}`. */
export interface MailFrame {
  /** Nichandle of the recipient. */
  readonly account: string;
  /** Every link begins with it; without a trailing slash. */
  readonly publicUrl: string;
}

/** Names that a template may read with an `@`. */
export const FRAME_NAMES = ['account', 'publicUrl', 'language', 'subject'] as const;

type Fill = (view: object, runtime: { data: object }) => string;

/** Where the build puts them. The same depth below the project in `src` and in `dist`. */
export const COMPILED_TEMPLATES = resolve(import.meta.dirname, '../../../dist/templates');

const PART_FILE: Record<MailPart, string> = { subject: 'subject.hbs', html: 'html.hbs', text: 'text.hbs' };

/**
 * Fills the templates that `tools/mails/compile.mjs` made. Each file is read and compiled once, at its first use;
 * from then on a mail costs some hundredths of a millisecond.
 */
export class MailRenderer {
  private readonly handlebars = Handlebars.create();
  private readonly cache = new Map<string, Fill>();
  private readonly root: string;

  /** @param root folder of compiled templates; by default the project's own */
  constructor(root: string = COMPILED_TEMPLATES) {
    this.root = root;
    if (!existsSync(root))
      throw new Error(`The mail templates are not compiled: ${root} is missing. Run "npm run build".`);
    const words = Object.fromEntries(LANGUAGES.map((language) => [language, this.words(language)]));
    registerTemplateCalls(this.handlebars, words as Record<Language, Words>);
  }

  /**
   * Renders the three parts of a mail. Values are made harmless first: see `mail-values.ts`.
   *
   * @throws when a template reads what neither view nor frame holds: a blank must never reach an inbox
   */
  render<View extends object>(mail: Mail<View>, language: Language, view: View, frame: MailFrame): RenderedMail {
    const values = showableView(view);
    const data = { account: showable(frame.account), publicUrl: frame.publicUrl, language };
    const fill = (part: MailPart, more: object = {}): string =>
      this.template(`${mail.template}/${language}.${PART_FILE[part]}`, part)(values, {
        data: { ...data, part, ...more },
      });
    const subject = fill('subject').trim();
    return { subject, html: fill('html', { subject }), text: fill('text') };
  }

  private template(file: string, part: MailPart): Fill {
    let fill = this.cache.get(file);
    if (!fill) {
      fill = this.handlebars.compile<object>(readFileSync(join(this.root, file), 'utf8'), {
        strict: true,
        // Subject and text are not HTML: escaping would show `&amp;` to a person.
        noEscape: part !== 'html',
        knownHelpersOnly: true,
        knownHelpers: Object.fromEntries(TEMPLATE_CALLS.map((name) => [name, true])),
      });
      this.cache.set(file, fill);
    }
    return fill;
  }

  private words(language: Language): Words {
    return JSON.parse(readFileSync(join(this.root, `words.${language}.json`), 'utf8')) as Words;
  }
}
