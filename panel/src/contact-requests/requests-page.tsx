import { lazy, Suspense, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';
import { useLocation } from '../routing/location.ts';
import { SignedIn } from '../session/signed-in.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { RequestDetail } from './request-detail.tsx';

const RequestList = lazy(async () => ({ default: (await import('./request-list.tsx')).RequestList }));

/** `/contacts/requests`: the list, or with `?taskId=` the request that a mail led to. */
export function RequestsPage(): ReactNode {
  const { text } = useLanguage();
  const taskId = useLocation().searchParams.get('taskId');
  return (
    <>
      <title>{`${text.myRequests} – ${text.contactManagement} – ${text.product}`}</title>
      <SignedIn {...(taskId === null ? {} : { reason: text.signInForRequest })}>
        {(me) =>
          taskId === null ? (
            <Suspense fallback={<Waiting />}>
              <RequestList me={me} />
            </Suspense>
          ) : (
            <RequestDetail key={taskId} me={me} taskId={taskId} />
          )
        }
      </SignedIn>
    </>
  );
}
