import Handlebars from 'handlebars';
import type { Language } from './mail.js';

/** Words of the domain in one language: section → wire name → what a person reads (`templates/words.<language>.json`). */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Which of a mail's three parts is being filled. */
export type MailPart = 'subject' | 'html' | 'text';

interface Call {
  readonly data: { readonly language: Language; readonly part: MailPart };
  /** `or` is what to say when there is no word. */
  readonly hash: { readonly or?: unknown };
}

const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const dates = eachLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
);
const lists = eachLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** Names that templates may call; anything else in braces is a value of the view. */
export const TEMPLATE_CALLS = ['if', 'date', 'plain', 'word', 'words', 'urlPart'] as const;

/**
 * Teaches Handlebars what our templates say besides values: `{{date at}}`, `{{plain name}}`, `{{word 'role' role}}`,
 * `{{words 'role' roles}}`, `{{urlPart token}}`.
 */
export function registerTemplateCalls(handlebars: typeof Handlebars, words: Record<Language, Words>): void {
  const wordOf = (section: string, name: string, { data, hash }: Call): string => {
    const entries = words[data.language][section] ?? {};
    const word = Object.hasOwn(entries, name) ? entries[name] : hash.or;
    if (typeof word === 'string') return word;
    throw new Error(`No word for ${section} "${name}" in templates/words.${data.language}.json`);
  };
  handlebars.registerHelper({
    // Handlebars' strict mode does not look at arguments: each call does it for its own.
    if(this: unknown, condition: unknown, { fn, inverse }: Handlebars.HelperOptions): string {
      return present('if', condition) ? fn(this) : inverse(this);
    },
    date: (at: unknown, { data }: Call): string => {
      if (!(at instanceof Date)) throw new TypeError('date needs a Date');
      return `${dates[data.language].format(at)} UTC`;
    },
    plain: (value: unknown, { data }: Call): string | Handlebars.SafeString => {
      const text = String(present('plain', value));
      // An anchor that leads nowhere: mail programs turn no name inside it into a link of their own.
      return data.part === 'html'
        ? new handlebars.SafeString(`<a class="plain">${handlebars.escapeExpression(text)}</a>`)
        : text;
    },
    word: (section: string, name: unknown, call: Call): string => wordOf(section, String(present('word', name)), call),
    words: (section: string, names: unknown, call: Call): string => {
      if (!Array.isArray(names)) throw new TypeError('words needs a list');
      return lists[call.data.language].format(names.map((name) => wordOf(section, String(name), call)));
    },
    urlPart: (value: unknown): string => encodeURIComponent(String(present('urlPart', value))),
  });
}

function present(call: string, value: unknown): unknown {
  if (value === undefined) throw new Error(`${call} was given a value that the view does not hold`);
  return value;
}

function eachLanguage<T>(make: (locale: string) => T): Record<Language, T> {
  return { fr: make(LOCALES.fr), en: make(LOCALES.en) };
}
