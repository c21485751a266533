import { useMemo, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener('popstate', listener);
  };
}

/** Where the browser is; renders again on every navigation. */
export function useLocation(): URL {
  const href = useSyncExternalStore(subscribe, () => window.location.href);
  return useMemo(() => new URL(href), [href]);
}

let moved = false;

/** Whether somebody has moved inside the panel; a page that was loaded leaves the focus to the browser. */
export const hasMoved = (): boolean => moved;

/**
 * Goes to another page of the panel without loading it anew.
 *
 * @param to path with query, on our own origin
 * @param how `replace` when the present page should not be found by "back"
 */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    moved = true;
    window.history.pushState(null, '', to);
  } else {
    window.history.replaceState(null, '', to);
  }
  window.dispatchEvent(new PopStateEvent('popstate'));
}
