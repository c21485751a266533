import { useSyncExternalStore, type ReactNode } from 'react';
import { useLanguage, type LanguageCode } from '../language/language.tsx';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.tsx';
import { Button } from './button.tsx';
import { FailureNotice } from './failure-notice.tsx';
import logo from './logo.svg';
import { Notice } from './notice.tsx';
import { useSending } from './use-sending.ts';

const OTHER: Readonly<Record<LanguageCode, { code: LanguageCode; name: string }>> = {
  en: { code: 'fr', name: 'Français' },
  fr: { code: 'en', name: 'English' },
};

/** The frame around every page: the way home, the language, who is signed in. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  const { text, code, choose } = useLanguage();
  const { unreadable, readAgain } = useSession();
  const other = OTHER[code];
  return (
    <>
      <a className="skip" href="#content">
        {text.skipToContent}
      </a>
      <header className="shell-header">
        <Link href="/contacts/requests" className="brand">
          <img src={logo} alt="" width="28" height="28" />
          {text.product}
        </Link>
        <div className="shell-tools">
          <Button
            kind="plain"
            lang={other.code}
            onPress={() => {
              choose(other.code);
            }}
          >
            {other.name}
          </Button>
          <SignedInAs />
        </div>
      </header>
      <main id="content" className="shell-main">
        <Offline />
        {unreadable === null ? children : <FailureNotice failure={unreadable} onRetry={readAgain} />}
      </main>
    </>
  );
}

function SignedInAs(): ReactNode {
  const { text } = useLanguage();
  const { me, signedOut, end } = useSession();
  const { sending, failure, submit } = useSending(() => end());
  if (me === null || signedOut) return null;
  return (
    <>
      <p className="signed-in-as">
        <span className="visually-hidden">{text.signedInAs} </span>
        <bdi>{me.nichandle}</bdi>
      </p>
      <Button kind="plain" busy={sending} onPress={submit}>
        {text.signOut}
      </Button>
      {failure !== null && <Notice tone="danger" failure={failure} />}
    </>
  );
}

function Offline(): ReactNode {
  const { text } = useLanguage();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return <div role="status">{!online && <Notice tone="warning">{text.offline}</Notice>}</div>;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
