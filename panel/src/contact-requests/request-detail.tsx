import { useRef, type ReactNode } from 'react';
import { Failure } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import { Link } from '../routing/link.tsx';
import { useSession, type Me } from '../session/session.tsx';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { useSending } from '../ui/use-sending.ts';
import { Waiting } from '../ui/waiting.tsx';
import { RequestActions } from './request-actions.tsx';
import { RequestFacts, RequestSummary } from './request-facts.tsx';
import { RequestProgress } from './request-progress.tsx';
import { useRequest, type ContactRequest } from './request.ts';
import { StateBadge } from './state-badge.tsx';

/** One request, whole: what it changes comes before any button that agrees to it. */
export function RequestDetail({ me, taskId }: { me: Me; taskId: string }): ReactNode {
  const id = /^\d{1,15}$/.test(taskId) ? Number(taskId) : null;
  const { data, error, refetch } = useRequest(id);
  const foreign = id === null || (error instanceof Failure && error.status === 404);
  if (foreign) return <NotYours me={me} />;
  if (data !== undefined) return <WholeRequest request={data} me={me.nichandle} failure={error} />;
  return error === null ? <Waiting /> : <FailureNotice failure={error} onRetry={() => void refetch()} />;
}

interface WholeProps {
  readonly request: ContactRequest;
  /** Account of the reader. */
  readonly me: string;
  /** Why the newest state could not be read: what is shown may be old. Asking again goes on by itself. */
  readonly failure: Error | null;
}

function WholeRequest({ request, me, failure }: WholeProps): ReactNode {
  const { text } = useLanguage();
  const progress = useRef<HTMLDivElement>(null);
  return (
    <article>
      <AllRequests />
      <header className="request-header">
        <p className="eyebrow">
          {text.contactManagement} <span aria-hidden="true">·</span> {text.request(request.id)}
        </p>
        <PageHeading>{text.changeOn(request.serviceDomain ?? text.aService)}</PageHeading>
        <StateBadge state={request.state} />
        <RequestSummary request={request} me={me} />
      </header>
      {failure instanceof Failure && <Notice tone="warning" failure={failure} />}
      <RequestProgress ref={progress} request={request} me={me} />
      <RequestFacts request={request} me={me} />
      <RequestActions
        request={request}
        me={me}
        onAnswered={() => {
          progress.current?.focus();
        }}
      />
    </article>
  );
}

function AllRequests(): ReactNode {
  const { text } = useLanguage();
  return (
    <nav className="back">
      <Link href="/contacts/requests">
        <Icon name="left" /> {text.allRequests}
      </Link>
    </nav>
  );
}

/** A foreign request looks like a missing one: all we can say is which account is signed in. */
function NotYours({ me }: { me: Me }): ReactNode {
  const { text } = useLanguage();
  const { end } = useSession();
  const { sending, failure, submit } = useSending(() => end('keep codes'));
  return (
    <>
      <AllRequests />
      <section className="card card-narrow">
        <PageHeading>{text.notYoursTitle}</PageHeading>
        <p className="lead">{text.notYours(me.nichandle)}</p>
        {failure !== null && <Notice tone="danger" failure={failure} />}
        <Button kind="primary" wide busy={sending} onPress={submit}>
          {text.signInWithAnother}
        </Button>
      </section>
    </>
  );
}
