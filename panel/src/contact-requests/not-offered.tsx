import type { ReactNode } from 'react';
import { API_LANGUAGE } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import type { Access } from './request.ts';

/** Why something is not offered, in the API's words; each reason once. */
export function NotOffered({ refusals }: { refusals: readonly Access[] }): ReactNode {
  const { text } = useLanguage();
  const reasons = new Set(refusals.filter(({ allowed }) => !allowed).map(({ explanation }) => explanation));
  if (reasons.size === 0) return null;
  return (
    <div className="not-offered">
      <p>{text.notOffered}</p>
      <ul>
        {[...reasons].map((reason) => (
          <li key={reason} lang={API_LANGUAGE}>
            {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
