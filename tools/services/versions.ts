/**
 * The servers that Mandate is built for, in one place: docker-compose.yml is tested against it, and a server that is
 * found running is used only from `least` on. Debian 12 brings PostgreSQL 15 and RabbitMQ 3.10, so these are what
 * `npm test` starts there.
 */
export const VERSIONS = {
  postgres: { least: '15', image: 'postgres:17.6-bookworm' },
  rabbitmq: { least: '3.10', image: 'rabbitmq:3.13.7' },
} as const;

/** Whether a version such as `3.10.8` or `15.18 (Debian)` is at least `least`, compared number by number. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string): number[] => (/^[\d.]+/.exec(text)?.[0] ?? '0').split('.').map(Number);
  const [given, wanted] = [numbers(version), numbers(least)];
  for (const [index, number] of wanted.entries()) {
    const difference = (given[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
