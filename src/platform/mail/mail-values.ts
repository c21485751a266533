const LONGEST_VALUE = 200;

/** C0 and C1 controls, line and paragraph separators: each could start a line that we did not write. */
const LINE_FORGERS = /[\p{Cc}\u2028\u2029]+/gu;

/** Marks that reorder or hide what follows: a link or a name would read differently from what it is. */
const INVISIBLE_MARKS = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** What mail programs turn into a link by themselves: a scheme, or a host followed by a path, query or port. */
const SELF_LINKING = /\w:\/\/|\b(?:mailto|tel|sms|javascript|data):|\.\p{L}{2,}[/?#:]/iu;

/**
 * Makes a value safe to show in any part of a mail: one line, nothing invisible, no longer than a person reads, and
 * never a link. A plain host name, a login or an address of a network stays as it is.
 *
 * @param value what somebody typed, or what another service sent
 */
export function showable(value: string): string {
  const visible = value.toWellFormed().replace(LINE_FORGERS, ' ').replace(INVISIBLE_MARKS, '');
  // `=?` opens an encoded word (RFC 2047): in a subject it would read as whatever it encodes.
  const line = cut(visible.replaceAll('=?', '= ?'));
  return SELF_LINKING.test(line) ? line.replace(/[.:]/g, '[$&]') : line;
}

function cut(line: string): string {
  if (line.length <= LONGEST_VALUE) return line;
  return `${line.slice(0, LONGEST_VALUE - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

/** A copy of a view in which every string, however deep, is {@link showable}; dates, numbers and truth values stay. */
export function showableView(view: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(view).map(([name, value]: [string, unknown]) => [name, showableValue(value)]),
  );
}

function showableValue(value: unknown): unknown {
  if (typeof value === 'string') return showable(value);
  if (Array.isArray(value)) return value.map(showableValue);
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return showableView(value);
  return value;
}
