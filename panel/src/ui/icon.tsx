import type { ReactNode } from 'react';

const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  cross: 'M7 7l10 10M17 7L7 17',
  info: 'M12 11v5M12 7.8v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  warning:
    'M12 9.5v4M12 16.8v.1M10.4 4.3L2.8 17.5A1.8 1.8 0 0 0 4.4 20h15.2a1.8 1.8 0 0 0 1.6-2.5L13.6 4.3a1.8 1.8 0 0 0-3.2 0z',
  right: 'M9 6l6 6-6 6',
  left: 'M15 6l-6 6 6 6',
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A small drawing beside words that already say the same. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
