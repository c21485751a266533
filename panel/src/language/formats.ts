import type { LanguageCode } from './language.tsx';

/** How dates and enumerations are written in one language. */
export interface Formats {
  /** ISO 8601 → day and time in the reader's own time zone. */
  readonly date: (iso: string) => string;
  /** Distance from now in the largest fitting unit: "in 6 days". */
  readonly fromNow: (iso: string) => string;
  /** "a, b and c". */
  readonly list: (items: readonly string[]) => string;
}

const LOCALES: Readonly<Record<LanguageCode, string>> = { en: 'en-GB', fr: 'fr-FR' };

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Formats of a language; `Intl` does the work. */
export function formatsOf(code: LanguageCode): Formats {
  const locale = LOCALES[code];
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: (iso) => date.format(new Date(iso)),
    fromNow: (iso) => {
      const seconds = (Date.parse(iso) - Date.now()) / 1_000;
      const [unit, length] = UNITS.find((candidate) => Math.abs(seconds) >= candidate[1]) ?? ['minute', 60];
      return relative.format(Math.round(seconds / length), unit);
    },
    list: (items) => list.format(items),
  };
}
