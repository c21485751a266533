import { useEffect, useRef, type ReactNode } from 'react';
import { hasMoved } from '../routing/location.ts';

/** The one `h1` of a page. It takes the focus when somebody came here from inside the panel, so that a reader hears where. */
export function PageHeading({ focus = false, children }: { focus?: boolean; children: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus || hasMoved()) heading.current?.focus();
  }, [focus]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
