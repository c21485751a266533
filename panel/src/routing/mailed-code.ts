import { useCallback, useSyncExternalStore } from 'react';

/** A code as it stands in its field: taken from the link of a mail, or typed. */
export interface MailedCode {
  readonly value: string;
  readonly fromLink: boolean;
}

const NO_CODE: MailedCode = { value: '', fromLink: false };

/**
 * Codes by the page that they belong to. Memory of this tab and nothing else: they survive signing in, and are gone
 * when the tab closes. Never written to storage, to the history or into an address.
 */
const codes = new Map<string, MailedCode>();
const listeners = new Set<() => void>();

const put = (page: string, code: MailedCode): void => {
  codes.set(page, code);
  listeners.forEach((listener) => {
    listener();
  });
};

/**
 * Takes the code out of the fragment of the address, where no server, proxy or referrer has seen it, and removes it
 * from the address bar and from the history entry before anything else runs.
 */
export function takeCodeFromAddress(): void {
  const { hash, pathname, search } = window.location;
  const code = new URLSearchParams(hash.slice(1)).get('token');
  if (code === null) return;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  put(pageOf(new URL(window.location.href)), { value: code, fromLink: true });
}

/** Name of the page that a code belongs to. */
export const pageOf = ({ pathname, searchParams }: URL): string => `${pathname}#${searchParams.get('taskId') ?? ''}`;

/** Forgets every code: for signing out on a computer that others use. */
export function forgetCodes(): void {
  [...codes.keys()].forEach((page) => {
    put(page, NO_CODE);
  });
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The code of a page and a way to change it; outlives the field that shows it. */
export function useMailedCode(page: string): [MailedCode, (value: string) => void] {
  const code = useSyncExternalStore(subscribe, () => codes.get(page) ?? NO_CODE);
  const type = useCallback(
    (value: string) => {
      put(page, { value, fromLink: false });
    },
    [page],
  );
  return [code, type];
}
