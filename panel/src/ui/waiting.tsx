import { useEffect, useState, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';

const SLOW_AFTER_MS = 4_000;

/** The shape of a page to come; after a while it admits that this takes long. */
export function Waiting(): ReactNode {
  const { text } = useLanguage();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true);
    }, SLOW_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <section className="card waiting" aria-busy="true">
      <div className="waiting-line waiting-line-title" />
      <div className="waiting-line" />
      <div className="waiting-line" />
      <p role="status" className={slow ? 'muted' : 'visually-hidden'}>
        {slow ? text.slow : text.loading}
      </p>
    </section>
  );
}
