import type { ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';
import type { RequestState } from './request.ts';

const TONES: Readonly<Record<RequestState, string>> = {
  todo: 'neutral',
  checkValidity: 'neutral',
  validatingByCustomers: 'warning',
  doing: 'info',
  done: 'success',
  refused: 'danger',
  aborted: 'neutral',
  expired: 'neutral',
  error: 'danger',
};

/** State of a request, in words; the colour only repeats them. */
export function StateBadge({ state }: { state: RequestState }): ReactNode {
  const { text } = useLanguage();
  return <span className={`badge badge-${TONES[state]}`}>{text.states[state]}</span>;
}
