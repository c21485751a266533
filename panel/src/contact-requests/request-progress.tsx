import type { ReactNode, Ref } from 'react';
import { isolate } from '../language/isolate.ts';
import { useLanguage } from '../language/language.tsx';
import type { Formats } from '../language/formats.ts';
import type { Messages } from '../language/en.ts';
import { Notice, type Tone } from '../ui/notice.tsx';
import { awaitedOf, isTurnOf, type ContactRequest, type RequestState } from './request.ts';
import { rolesOf } from './roles.ts';

interface Props {
  readonly request: ContactRequest;
  /** Account of the reader. */
  readonly me: string;
  readonly ref: Ref<HTMLDivElement>;
}

const TONES: Readonly<Record<RequestState, Tone>> = {
  todo: 'info',
  checkValidity: 'info',
  validatingByCustomers: 'info',
  doing: 'info',
  done: 'success',
  refused: 'warning',
  aborted: 'warning',
  expired: 'warning',
  error: 'danger',
};

/** What happens next, or what has happened: read aloud whenever it changes. */
export function RequestProgress({ request, me, ref }: Props): ReactNode {
  const { text, format } = useLanguage();
  return (
    <div role="status">
      <Notice ref={ref} tone={TONES[request.state]}>
        <p>{sentences[request.state](request, me, text, format)}</p>
      </Notice>
    </div>
  );
}

type Sentence = (request: ContactRequest, me: string, text: Messages, format: Formats) => string;

const awaiting: Sentence = (request, me, text, format) => {
  const others = awaitedOf(request).filter((account) => account !== me);
  const names = format.list(others.map(isolate));
  if (isTurnOf(me, request)) {
    if (others.length > 0) return text.nowYourTurnToo(names);
    return request.validations.length > 1 ? text.nowYourTurnLast : text.nowYourTurn;
  }
  const accepted = request.validations.some(({ account, acceptedAt }) => account === me && acceptedAt !== null);
  return accepted ? text.nowOthers(names) : text.nowAwaiting(names);
};

const applied: Sentence = (request, me, text, format) => {
  const roles = rolesOf(request, text, format);
  return request.toAccount === me ? text.nowDoneYou(roles) : text.nowDone(roles, request.toAccount);
};

const sentences: Readonly<Record<RequestState, Sentence>> = {
  todo: (_request, _me, text) => text.nowTodo,
  checkValidity: (_request, _me, text) => text.nowChecking,
  validatingByCustomers: awaiting,
  doing: (_request, _me, text) => text.nowDoing,
  done: applied,
  refused: (_request, _me, text) => text.nowRefused,
  aborted: (_request, _me, text) => text.nowAborted,
  expired: (_request, _me, text) => text.nowExpired,
  error: (_request, _me, text) => text.nowError,
};
