import type { ListDefinition } from '../../platform/lists/list.js';
import { type SessionRow, SessionView } from './own-sessions.dto.js';

const COLUMNS = `s.id, s.user_id as "userId", s.created_at as creation, s.expires_at as expiration,
  host(s.ip) as ip, s.user_agent as "userAgent"`;

/** `$1` is the nichandle, `$2` the user's number or 0 for the holder, `$3` now. */
const OWN = 's.account = $1 and coalesce(s.user_id, 0) = $2 and s.expires_at > $3';

type SessionList = ListDefinition<SessionRow, SessionView>;

const FACTS: Omit<SessionList, 'view'> = {
  name: 'sessions',
  from: 'session s',
  where: OWN,
  key: 's.id',
  id: { sql: 's.id', type: 'number' },
  columns: COLUMNS,
  fields: {
    creation: { sql: 's.created_at', type: 'datetime' },
    expiration: { sql: 's.expires_at', type: 'datetime' },
    ip: { sql: 'host(s.ip)', type: 'string' },
    userAgent: { sql: 's.user_agent', type: 'string' },
  },
};

/** The open sessions of one login; the one that the call was made with is marked. */
export const sessionsSeenFrom = (currentId: number): SessionList => ({
  ...FACTS,
  view: (row) => new SessionView(row, currentId),
});

/** For the documentation. */
export const SESSIONS: Pick<SessionList, 'id' | 'fields'> = FACTS;

/** One open session: {@link OWN}, and `$4` its number. */
export const SESSION = { name: 'session', text: `select ${COLUMNS} from session s where ${OWN} and s.id = $4` };
