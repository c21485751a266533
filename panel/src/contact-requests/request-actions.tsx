import { useState, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';
import { useLocation } from '../routing/location.ts';
import { pageOf, useMailedCode } from '../routing/mailed-code.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSending } from '../ui/use-sending.ts';
import { Confirm, loadDialog } from './confirm.tsx';
import { NotOffered } from './not-offered.tsx';
import { Answer } from './request-answer.tsx';
import { awaitsPeople, isTurnOf, useAccess, type ContactRequest } from './request.ts';
import { useAction } from './use-action.ts';

interface Props {
  readonly request: ContactRequest;
  /** Account of the reader. */
  readonly me: string;
  /** The answer has been taken: its form goes away, so the focus must go elsewhere. */
  readonly onAnswered: () => void;
}

/** What the reader can do now. Nothing is sent before a button is pressed. */
export function RequestActions({ request, me, onAnswered }: Props): ReactNode {
  const myTurn = isTurnOf(me, request);
  const mayCancel = awaitsPeople(request) && request.askingAccount === me;
  return (
    <>
      {myTurn && <Answer request={request} onAnswered={onAnswered} />}
      {(myTurn || mayCancel) && (
        <OtherActions request={request} resend={myTurn} cancel={mayCancel} onAnswered={onAnswered} />
      )}
    </>
  );
}

interface OtherProps {
  readonly request: ContactRequest;
  readonly resend: boolean;
  readonly cancel: boolean;
  readonly onAnswered: () => void;
}

function OtherActions({ request, resend, cancel, onAnswered }: OtherProps): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="card card-quiet" aria-labelledby="request-other">
      <h2 id="request-other">{text.otherActions}</h2>
      {resend && <Resend request={request} />}
      {cancel && <Cancel request={request} onAnswered={onAnswered} />}
    </section>
  );
}

function Resend({ request }: { request: ContactRequest }): ReactNode {
  const { text } = useLanguage();
  const [, typeCode] = useMailedCode(pageOf(useLocation()));
  const [resent, setResent] = useState(false);
  const access = useAccess(request, 'resendEmail');
  const act = useAction(request, () => {
    // The code in the field has just stopped working.
    typeCode('');
    setResent(true);
  });
  const { sending, failure, submit } = useSending(() => act('resendEmail'));
  if (access === null) return null;
  if (!access.allowed) return <NotOffered refusals={[access]} />;
  return (
    <div className="action">
      <p>{text.resendIntro}</p>
      <Button
        kind="secondary"
        busy={sending}
        onPress={() => {
          setResent(false);
          submit();
        }}
      >
        {text.resend}
      </Button>
      <div className="action-result" role="status">
        {resent && <Notice tone="success">{text.resent}</Notice>}
      </div>
      {failure !== null && <Notice tone="danger" failure={failure} />}
    </div>
  );
}

function Cancel({ request, onAnswered }: { request: ContactRequest; onAnswered: () => void }): ReactNode {
  const { text } = useLanguage();
  const [asking, setAsking] = useState(false);
  const access = useAccess(request, 'cancel');
  const act = useAction(request, onAnswered);
  const { sending, failure, submit } = useSending(() => act('cancel'));
  if (access === null) return null;
  if (!access.allowed) return <NotOffered refusals={[access]} />;
  return (
    <div className="action">
      <p>{text.cancelIntro}</p>
      <Button
        kind="secondary"
        busy={sending}
        onApproach={() => void loadDialog()}
        onPress={() => {
          setAsking(true);
        }}
      >
        {text.cancelRequest}
      </Button>
      {failure !== null && <Notice tone="danger" failure={failure} />}
      {asking && (
        <Confirm
          title={text.cancelTitle}
          body={text.cancelBody}
          action={text.cancelRequest}
          onConfirm={submit}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}
