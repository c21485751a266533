import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Failure } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import { useLocation } from '../routing/location.ts';
import { pageOf, useMailedCode } from '../routing/mailed-code.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSending } from '../ui/use-sending.ts';
import {
  awaitsPeople,
  isTurnOf,
  requestQuery,
  send,
  useAccess,
  type Access,
  type ContactRequest,
  type RequestAction,
} from './request.ts';

const loadDialog = async (): Promise<typeof import('../ui/confirm-dialog.tsx')> => import('../ui/confirm-dialog.tsx');
const ConfirmDialog = lazy(async () => ({ default: (await loadDialog()).ConfirmDialog }));

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

/** Sends one action, then reads the request again, whatever came of it. */
function useAction(
  request: ContactRequest,
  onDone: () => void,
): (action: RequestAction, token?: string) => Promise<void> {
  const queries = useQueryClient();
  return async (action, token = '') => {
    try {
      await send(request.id, action, token);
    } finally {
      // Also after a failure: an answer that got lost on its way back may have counted.
      await queries.invalidateQueries({ queryKey: requestQuery(request.id).queryKey });
    }
    onDone();
  };
}

function Answer({ request, onAnswered }: { request: ContactRequest; onAnswered: () => void }): ReactNode {
  const { text } = useLanguage();
  const [code, typeCode] = useMailedCode(pageOf(useLocation()));
  const [refusing, setRefusing] = useState(false);
  const [missing, setMissing] = useState(false);
  const act = useAction(request, () => {
    typeCode('');
    onAnswered();
  });
  const token = code.value.replaceAll(/\s/g, '');
  const accepting = useSending(() => act('accept', token));
  const declining = useSending(() => act('refuse', token));
  const accept = useAccess(request, 'accept');
  const refuse = useAccess(request, 'refuse');
  const failure = accepting.failure ?? declining.failure;
  const withCode = (go: () => void): void => {
    setMissing(token === '');
    if (token !== '') go();
  };

  if (accept === null || refuse === null) return null;
  if (!accept.allowed && !refuse.allowed) return <NotOffered refusals={[accept, refuse]} />;
  return (
    <section className="card card-answer" aria-labelledby="request-answer">
      <h2 id="request-answer">{text.yourAnswer}</h2>
      <p>{text.answerIntro}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // Enter in the field presses the first button that is offered.
          if (accept.allowed) withCode(accepting.submit);
        }}
      >
        <TextField
          name="code"
          label={text.code}
          hint={code.fromLink ? text.codeFromLink : text.codeHint}
          value={code.value}
          onChange={typeCode}
          autoComplete="off"
          code
          {...errorOf(missing && token === '' ? text.codeMissing : failure, text.unreachableAnswer, text.unexpected)}
        />
        <div className="buttons">
          {accept.allowed && (
            <Button type="submit" kind="primary" busy={accepting.sending}>
              {text.accept}
            </Button>
          )}
          {refuse.allowed && (
            <Button
              kind="danger"
              busy={declining.sending}
              onApproach={() => void loadDialog()}
              onPress={() => {
                withCode(() => {
                  setRefusing(true);
                });
              }}
            >
              {text.refuse}
            </Button>
          )}
        </div>
      </form>
      <NotOffered refusals={[accept, refuse]} />
      {refusing && (
        <Confirm
          title={text.refuseTitle}
          body={text.refuseBody}
          action={text.refuse}
          onConfirm={declining.submit}
          onClose={() => {
            setRefusing(false);
          }}
        />
      )}
    </section>
  );
}

/** The sentence beside the code: the API's own where it has one. */
function errorOf(
  error: string | Failure | null,
  unreachable: string,
  unexpected: string,
): { error?: string; errorLanguage?: string } {
  if (error === null) return {};
  if (typeof error === 'string') return { error };
  if (error.unreachable) return { error: unreachable };
  if (error.message === '' || error.status >= 500) return { error: unexpected };
  return { error: error.details['token'] ?? error.message, errorLanguage: error.language };
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

interface ConfirmProps {
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Confirm({ onConfirm, onClose, ...words }: ConfirmProps): ReactNode {
  const { text } = useLanguage();
  return (
    <Suspense fallback={<p role="status">{text.loading}</p>}>
      <ConfirmDialog
        {...words}
        keep={text.keep}
        onClose={onClose}
        onConfirm={() => {
          onClose();
          onConfirm();
        }}
      />
    </Suspense>
  );
}

/** Why something is not offered, in the API's words; each reason once. */
function NotOffered({ refusals }: { refusals: readonly Access[] }): ReactNode {
  const { text } = useLanguage();
  const reasons = new Set(refusals.filter(({ allowed }) => !allowed).map(({ explanation }) => explanation));
  if (reasons.size === 0) return null;
  return (
    <div className="not-offered">
      <p>{text.notOffered}</p>
      <ul>
        {[...reasons].map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
