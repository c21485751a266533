import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '../language/language.tsx';
import { Link } from '../routing/link.tsx';
import { navigate, useLocation } from '../routing/location.ts';
import type { Me } from '../session/session.tsx';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { isTurnOf, STATES, type ContactRequest } from './request.ts';
import { rolesOf, serviceTypeOf } from './roles.ts';
import { StateBadge } from './state-badge.tsx';
import { useRequestList, type RequestFilter } from './list-query.ts';
import { listTexts } from './list-texts.ts';

const DIRECTIONS: readonly RequestFilter['direction'][] = ['all', 'received', 'sent'];
const STATE_FILTERS: readonly RequestFilter['state'][] = ['any', 'open', ...STATES];

/** *My requests*: what I asked for and what others ask of me, newest first. The filters are part of the address. */
export function RequestList({ me }: { me: Me }): ReactNode {
  const { text } = useLanguage();
  const own = useTexts(listTexts);
  const filter = filterOf(useLocation().searchParams);
  return (
    <>
      <header className="page-header">
        <p className="eyebrow">{text.contactManagement}</p>
        <PageHeading>{text.myRequests}</PageHeading>
        <p className="lead">{own.requestsIntro}</p>
      </header>
      <Filters filter={filter} />
      <Results me={me} filter={filter} />
    </>
  );
}

function filterOf(search: URLSearchParams): RequestFilter {
  return {
    direction: DIRECTIONS.find((direction) => direction === search.get('direction')) ?? 'all',
    state: STATE_FILTERS.find((state) => state === search.get('state')) ?? 'any',
  };
}

function show(filter: RequestFilter): void {
  const search = new URLSearchParams();
  if (filter.direction !== 'all') search.set('direction', filter.direction);
  if (filter.state !== 'any') search.set('state', filter.state);
  const query = search.toString();
  navigate(`/contacts/requests${query === '' ? '' : `?${query}`}`, 'replace');
}

function Filters({ filter }: { filter: RequestFilter }): ReactNode {
  const { text } = useLanguage();
  const own = useTexts(listTexts);
  const directions = { all: own.directionAll, received: own.directionReceived, sent: own.directionSent };
  const states = { any: own.anyState, open: own.openStates, ...text.states };
  return (
    <div className="filters">
      <fieldset className="segments">
        <legend className="visually-hidden">{own.direction}</legend>
        {DIRECTIONS.map((direction) => (
          <label key={direction} className="segment">
            <input
              type="radio"
              name="direction"
              value={direction}
              checked={filter.direction === direction}
              onChange={() => {
                show({ ...filter, direction });
              }}
            />
            <span>{directions[direction]}</span>
          </label>
        ))}
      </fieldset>
      <label className="select">
        <span>{own.filterState}</span>
        <select
          value={filter.state}
          onChange={(event) => {
            const state = STATE_FILTERS.find((candidate) => candidate === event.target.value);
            if (state !== undefined) show({ ...filter, state });
          }}
        >
          {STATE_FILTERS.map((state) => (
            <option key={state} value={state}>
              {states[state]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Results({ me, filter }: { me: Me; filter: RequestFilter }): ReactNode {
  const { text } = useLanguage();
  const own = useTexts(listTexts);
  const list = useRequestList(me.nichandle, filter);
  if (list.data === undefined) {
    return list.error === null ? (
      <Waiting />
    ) : (
      <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const requests = list.data.pages.flatMap((page) => page.requests);
  if (requests.length === 0) return <Nothing filter={filter} />;
  return (
    <>
      <ul className="requests">
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} me={me.nichandle} />
        ))}
      </ul>
      {list.isFetchNextPageError && <Notice tone="danger">{text.unreachable}</Notice>}
      {list.hasNextPage && (
        <Button kind="secondary" wide busy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {own.loadMore}
        </Button>
      )}
    </>
  );
}

function Nothing({ filter }: { filter: RequestFilter }): ReactNode {
  const own = useTexts(listTexts);
  const filtered = filter.direction !== 'all' || filter.state !== 'any';
  return (
    <section className="card empty">
      <p role="status">{filtered ? own.noRequestsFound : own.noRequests}</p>
      {filtered && (
        <Button
          kind="secondary"
          onPress={() => {
            show({ direction: 'all', state: 'any' });
          }}
        >
          {own.clearFilters}
        </Button>
      )}
    </section>
  );
}

function RequestRow({ request, me }: { request: ContactRequest; me: string }): ReactNode {
  const { text, format } = useLanguage();
  const own = useTexts(listTexts);
  const roles = rolesOf(request, text, format);
  return (
    <li className="request-row">
      <div className="request-row-what">
        <Link href={`/contacts/requests?taskId=${request.id}`} className="request-row-link">
          <bdi>{request.serviceDomain ?? text.aService}</bdi>
        </Link>
        <p className="muted">{serviceTypeOf(request, text)}</p>
      </div>
      <div className="request-row-who">
        <p>{`${roles.charAt(0).toLocaleUpperCase()}${roles.slice(1)}`}</p>
        <p className="muted">{own.fromTo(request.fromAccount, request.toAccount)}</p>
      </div>
      <div className="request-row-state">
        <StateBadge state={request.state} />
        {isTurnOf(me, request) && <p className="your-turn">{own.yourTurn}</p>}
      </div>
      <p className="request-row-when muted">
        {request.askingAccount === me ? own.sent : own.received} <span aria-hidden="true">·</span>{' '}
        {text.request(request.id)} <span aria-hidden="true">·</span>{' '}
        <time dateTime={request.dateRequest}>{format.date(request.dateRequest)}</time>
      </p>
    </li>
  );
}
