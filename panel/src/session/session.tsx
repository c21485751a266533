import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { answerOf, api, whenSignedOut } from '../api/client.ts';
import { Failure } from '../api/failure.ts';
import type { components } from '../api/schema.d.ts';
import { useLanguage } from '../language/language.tsx';
import { forgetCodes } from '../routing/mailed-code.ts';

/** The account that is signed in. */
export type Me = components['schemas']['nichandle.Nichandle'];

interface Session {
  /** `null` while nobody is signed in. */
  readonly me: Me | null;
  /** Whether the server says that nobody is signed in. */
  readonly signedOut: boolean;
  /** The cookie is there: reads who it is for, then everything that was open. */
  readonly begin: () => Promise<void>;
  /** Ends the session on the server; `keepCodes` when the same person goes on with another account. */
  readonly end: (keepCodes?: 'keep codes') => Promise<void>;
  /** Why it cannot be told who is signed in; `null` when it can. */
  readonly unreadable: Error | null;
  readonly readAgain: () => void;
}

const ME = { queryKey: ['me'], queryFn: () => answerOf(api.GET('/1.0/me')) };

const SessionContext = createContext<Session | null>(null);

interface Props {
  /** Whether the page can do nothing before it is known who is signed in. */
  readonly needed: boolean;
  readonly children: ReactNode;
}

/** Knows who is signed in. The session itself is a cookie that no script can read. */
export function SessionProvider({ needed, children }: Props): ReactNode {
  const queries = useQueryClient();
  const { suggest } = useLanguage();
  const [signedOut, setSignedOut] = useState(false);
  const { data: me, error, refetch } = useQuery({ ...ME, enabled: needed && !signedOut, staleTime: Infinity });

  useEffect(() => {
    whenSignedOut(() => {
      setSignedOut(true);
    });
  }, []);

  useEffect(() => {
    // A session that only allows to replace a given password: signing in again leads there.
    if (error instanceof Failure && error.status === 403) setSignedOut(true);
  }, [error]);

  useEffect(() => {
    if (me !== undefined) suggest(me.language);
  }, [me, suggest]);

  const begin = useCallback(async () => {
    const before = queries.getQueryData<Me>(ME.queryKey)?.nichandle;
    const { nichandle } = await queries.query({ ...ME, staleTime: 0 });
    // What one account could see is not shown to another, not even for an instant.
    if (before !== nichandle) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME.queryKey[0] });
    setSignedOut(false);
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME.queryKey[0] });
  }, [queries]);

  const end = useCallback(
    async (keepCodes?: 'keep codes') => {
      await answerOf(api.POST('/auth/logout')).catch((failure: unknown) => {
        // Already over is what was asked for.
        if (!(failure instanceof Failure && failure.status === 401)) throw failure;
      });
      if (keepCodes === undefined) forgetCodes();
      setSignedOut(true);
      queries.clear();
    },
    [queries],
  );

  const unreadable = me === undefined && !signedOut ? error : null;
  const session = useMemo(
    () => ({ me: me ?? null, signedOut, begin, end, unreadable, readAgain: () => void refetch() }),
    [me, signedOut, begin, end, unreadable, refetch],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, and how to change that. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider above it');
  return session;
}
