import type { ReactNode } from 'react';
import { API_LANGUAGE } from '../api/failure.ts';
import type { Messages } from '../language/en.ts';
import { isolate } from '../language/isolate.ts';
import { useLanguage } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { awaitsPeople, isOpen, type ContactRequest } from './request.ts';
import { rolesOf, serviceTypeOf } from './roles.ts';

interface Props {
  readonly request: ContactRequest;
  /** Account of the reader. */
  readonly me: string;
}

/** The request in one sentence that addresses the reader. */
export function RequestSummary({ request, me }: Props): ReactNode {
  const { text, format } = useLanguage();
  const { askingAccount, toAccount, serviceDomain } = request;
  const theirs = askingAccount === null ? text.someoneAsks : text.theyAsk(askingAccount);
  return (
    <p className="lead">
      {text.summary({
        asker: askingAccount === me ? text.youAsk : theirs,
        to: toAccount === me ? text.youBecome : text.theyBecome(toAccount),
        place: placeOf(request, me, text),
        roles: rolesOf(request, text, format),
        service: serviceDomain === null ? text.aService : isolate(serviceDomain),
      })}
    </p>
  );
}

function placeOf({ askingAccount, fromAccount }: ContactRequest, me: string, text: Messages): string {
  if (fromAccount === me) return text.inYourPlace;
  return fromAccount === askingAccount ? text.inTheirPlace : text.inPlaceOf(fromAccount);
}

/** Everything that somebody who accepts agrees to, and who has accepted so far. */
export function RequestFacts({ request, me }: Props): ReactNode {
  const { text, format } = useLanguage();
  const roles = request.contactTypes.map((type) => text.contactTypes[type]);
  return (
    <div className="request-cards">
      <section className="card" aria-labelledby="request-details">
        <h2 id="request-details">{text.details}</h2>
        <dl className="facts">
          <Fact name={text.service}>
            <bdi className="fact-strong">{request.serviceDomain ?? text.aService}</bdi>
            <span className="muted">{serviceTypeOf(request, text)}</span>
          </Fact>
          <Fact name={text.roles}>{capitalised(format.list(roles))}</Fact>
          <Fact name={request.state === 'done' ? text.formerly : text.from}>
            <Account name={request.fromAccount} me={me} />
          </Fact>
          <Fact name={text.to}>
            <Account name={request.toAccount} me={me} />
          </Fact>
          {request.askingAccount !== null && (
            <Fact name={text.askedBy}>
              <Account name={request.askingAccount} me={me} />
            </Fact>
          )}
          <Fact name={text.askedOn}>
            <Time iso={request.dateRequest} />
          </Fact>
          {request.dateDone === null ? (
            <Fact name={text.expires}>
              <Time iso={request.expiresAt} distance={isOpen(request)} />
            </Fact>
          ) : (
            <Fact name={text.finished}>
              <Time iso={request.dateDone} />
            </Fact>
          )}
          {request.comment !== null && (
            <Fact name={text.reason}>
              <span lang={API_LANGUAGE}>{request.comment}</span>
            </Fact>
          )}
        </dl>
      </section>
      {request.validations.length > 0 && <Validations request={request} me={me} />}
    </div>
  );
}

function Validations({ request, me }: Props): ReactNode {
  const { text, format } = useLanguage();
  const missing = awaitsPeople(request) ? text.awaited : text.notAnswered;
  return (
    <section className="card" aria-labelledby="request-answers">
      <h2 id="request-answers">{text.answers}</h2>
      <ul className="answers">
        {request.validations.map(({ account, acceptedAt }) => (
          <li key={account} className={acceptedAt === null ? 'answer-missing' : 'answer-given'}>
            <Icon name={acceptedAt === null ? 'clock' : 'check'} />
            <div>
              <Account name={account} me={me} />
              <p className="muted">{acceptedAt === null ? missing : text.acceptedOn(format.date(acceptedAt))}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Account({ name, me }: { name: string; me: string }): ReactNode {
  const { text } = useLanguage();
  return (
    <span className="account">
      <bdi>{name}</bdi>
      {name === me && <span className="you">{text.youMark}</span>}
    </span>
  );
}

function Time({ iso, distance = false }: { iso: string; distance?: boolean }): ReactNode {
  const { format } = useLanguage();
  return (
    <>
      <time dateTime={iso}>{format.date(iso)}</time>
      {distance && <span className="muted">{format.fromNow(iso)}</span>}
    </>
  );
}

const capitalised = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
