const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?:Z|[+-](\d\d)(?::?(\d\d))?)?)?$/;

/** Whether PostgreSQL would take a text as a moment: a day that the calendar has, with or without a time and an offset. */
export function isMoment(text: string): boolean {
  const parts = MOMENT.exec(text)?.slice(1);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, ...time] = parts.map((part: string | undefined) => Number(part ?? 0));
  return isDay(year, month, day) && time.every((value, index) => value <= (MOST[index] ?? 0));
}

/** Hour, minute, second, hours and minutes of the offset, of which PostgreSQL takes ±15:59 at most. */
const MOST = [23, 59, 59, 15, 59];

/** JavaScript makes March of the 31st of February; PostgreSQL, rightly, an error. It has no year 0 either. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
