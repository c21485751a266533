import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { RequestsPage } from './contact-requests/requests-page.tsx';
import { useLanguage } from './language/language.tsx';
import { Link } from './routing/link.tsx';
import { navigate, useLocation } from './routing/location.ts';
import { SessionProvider } from './session/session.tsx';
import { SignedIn } from './session/signed-in.tsx';
import { PageHeading } from './ui/page-heading.tsx';
import { Shell } from './ui/shell.tsx';
import { Waiting } from './ui/waiting.tsx';

const HOME = '/contacts/requests';

const FirstPasswordPage = lazy(async () => ({
  default: (await import('./session/mailed-password-pages.tsx')).FirstPasswordPage,
}));
const ResetPasswordPage = lazy(async () => ({
  default: (await import('./session/mailed-password-pages.tsx')).ResetPasswordPage,
}));

/** Whoever comes here cannot sign in yet. */
const WITHOUT_SESSION = ['/first-password', '/reset-password'];

/** Path → page. A page that mails lead to is in the first load; the others come when they are opened. */
const PAGES: Readonly<Record<string, () => ReactNode>> = {
  '/': () => <GoHome />,
  '/sign-in': () => <SignInPage />,
  [HOME]: () => <RequestsPage />,
  '/first-password': () => <FirstPasswordPage />,
  '/reset-password': () => <ResetPasswordPage />,
};

/** The panel: who is signed in, the frame, and the page of the address. */
export function App(): ReactNode {
  const { pathname } = useLocation();
  const page = PAGES[pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname];
  return (
    <SessionProvider needed={!WITHOUT_SESSION.includes(pathname)}>
      <Shell>
        <Suspense fallback={<Waiting />}>{page === undefined ? <NotFound /> : page()}</Suspense>
      </Shell>
    </SessionProvider>
  );
}

function SignInPage(): ReactNode {
  const { text } = useLanguage();
  return (
    <>
      <title>{`${text.signInTitle} – ${text.product}`}</title>
      <SignedIn>{() => <GoHome />}</SignedIn>
    </>
  );
}

function GoHome(): ReactNode {
  useEffect(() => {
    navigate(HOME, 'replace');
  }, []);
  return <Waiting />;
}

function NotFound(): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="card card-narrow">
      <title>{`${text.notFoundTitle} – ${text.product}`}</title>
      <PageHeading>{text.notFoundTitle}</PageHeading>
      <p className="lead">{text.notFound}</p>
      <Link href={HOME}>{text.goToRequests}</Link>
    </section>
  );
}
