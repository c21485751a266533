import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { navigate } from './location.ts';

const opensElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;

/** A link inside the panel: a real address, so that it can be opened in another tab, copied and read aloud. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { readonly href: string }): ReactNode {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (opensElsewhere(event)) return;
        event.preventDefault();
        navigate(href);
      }}
    />
  );
}
