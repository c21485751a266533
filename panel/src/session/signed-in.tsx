import { lazy, Suspense, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { type Me, useSession } from './session.tsx';

const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }));

/**
 * Shows a page to somebody who is signed in, and the sign-in form in its place to everybody else. A page whose session
 * ends stays mounted behind the form, so that nothing typed is lost.
 */
export function SignedIn({ reason, children }: { reason?: string; children: (me: Me) => ReactNode }): ReactNode {
  const { me, signedOut } = useSession();
  const { text } = useLanguage();
  return (
    <>
      {signedOut && (
        <Suspense fallback={<Waiting />}>
          <SignIn reason={me === null ? reason : text.signInAgain} interrupted={me !== null} />
        </Suspense>
      )}
      {me === null && !signedOut && <Waiting />}
      {me !== null && (
        <div key={me.nichandle} hidden={signedOut}>
          {children(me)}
        </div>
      )}
    </>
  );
}
