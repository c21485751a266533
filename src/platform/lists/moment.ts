const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?:Z|[+-](\d\d)(?::?(\d\d))?)?)?$/;

/** The widest offset that PostgreSQL takes is ±15:59. */
const MOST_OFFSET_HOURS = 15;

/** Whether PostgreSQL would take a text as a moment: a day that the calendar has, with or without a time and an offset. */
export function isMoment(text: string): boolean {
  const parts = MOMENT.exec(text)?.slice(1);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHours = 0, offsetMinutes = 0] =
    parts.map((part: string | undefined) => Number(part ?? 0));
  const limits: readonly (readonly [number, number])[] = [
    [hour, 23],
    [minute, 59],
    [second, 59],
    [offsetHours, MOST_OFFSET_HOURS],
    [offsetMinutes, 59],
  ];
  return isDay(year, month, day) && limits.every(([value, most]) => value <= most);
}

/** JavaScript makes March of the 31st of February; PostgreSQL, rightly, an error. It has no year 0 either. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
