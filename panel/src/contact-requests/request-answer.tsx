import { useState, type ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import { useLocation } from '../routing/location.ts';
import { pageOf, useMailedCode } from '../routing/mailed-code.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useFailureSentence } from '../ui/notice.tsx';
import { useSending } from '../ui/use-sending.ts';
import { Confirm, loadDialog } from './confirm.tsx';
import { NotOffered } from './not-offered.tsx';
import { useAccess, type Access, type ContactRequest } from './request.ts';
import { useAction } from './use-action.ts';

interface Props {
  readonly request: ContactRequest;
  readonly onAnswered: () => void;
}

/** Accepting and refusing, as far as the access check lets one: the code that was mailed, and a button for each. */
export function Answer({ request, onAnswered }: Props): ReactNode {
  const { text } = useLanguage();
  const accept = useAccess(request, 'accept');
  const refuse = useAccess(request, 'refuse');
  if (accept === null || refuse === null) return null;
  const offered = accept.allowed || refuse.allowed;
  return (
    <section className={offered ? 'card card-answer' : 'card'} aria-labelledby="request-answer">
      <h2 id="request-answer">{text.yourAnswer}</h2>
      {offered && (
        <>
          <p>{text.answerIntro}</p>
          <AnswerForm request={request} accept={accept} refuse={refuse} onAnswered={onAnswered} />
        </>
      )}
      <NotOffered refusals={[accept, refuse]} />
    </section>
  );
}

interface FormProps extends Props {
  readonly accept: Access;
  readonly refuse: Access;
}

function AnswerForm({ request, accept, refuse, onAnswered }: FormProps): ReactNode {
  const { text } = useLanguage();
  const [code, typeCode] = useMailedCode(pageOf(useLocation()));
  const [asked, setAsked] = useState(false);
  const act = useAction(request, () => {
    typeCode('');
    onAnswered();
  });
  const token = code.value.replaceAll(/\s/g, '');
  const accepting = useSending(() => act('accept', token));
  const refusing = useSending(() => act('refuse', token));
  const sentence = useCodeError(accepting.failure ?? refusing.failure);
  const withCode = (go: () => void): void => {
    setAsked(true);
    if (token !== '') go();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Enter in the field presses Accept, where it is offered.
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
        {...(asked && token === '' ? { error: text.codeMissing } : sentence)}
      />
      <div className="buttons">
        {accept.allowed && (
          <Button type="submit" kind="primary" busy={accepting.sending}>
            {text.accept}
          </Button>
        )}
        {refuse.allowed && <Refuse busy={refusing.sending} withCode={withCode} onRefuse={refusing.submit} />}
      </div>
    </form>
  );
}

interface RefuseProps {
  readonly busy: boolean;
  /** Goes on only when there is a code to send. */
  readonly withCode: (go: () => void) => void;
  readonly onRefuse: () => void;
}

function Refuse({ busy, withCode, onRefuse }: RefuseProps): ReactNode {
  const { text } = useLanguage();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        kind="danger"
        busy={busy}
        onApproach={() => void loadDialog()}
        onPress={() => {
          withCode(() => {
            setAsking(true);
          });
        }}
      >
        {text.refuse}
      </Button>
      {asking && (
        <Confirm
          title={text.refuseTitle}
          body={text.refuseBody}
          action={text.refuse}
          onConfirm={onRefuse}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

/** The sentence beside the code: the API's own where it has one. */
function useCodeError(failure: Failure | null): { error?: string; errorLanguage?: string | undefined } {
  const { text } = useLanguage();
  const sentence = useFailureSentence();
  if (failure === null) return {};
  if (failure.unreachable) return { error: text.unreachableAnswer };
  const { children, lang } = sentence(failure);
  return { error: failure.details.token ?? children, errorLanguage: lang };
}
