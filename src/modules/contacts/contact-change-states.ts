/** States of the reference's `nichandle.changeContact.TaskStateEnum`. */
export const CHANGE_STATES = [
  'aborted',
  'checkValidity',
  'doing',
  'done',
  'error',
  'expired',
  'refused',
  'todo',
  'validatingByCustomers',
] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/** What can be done to a change. */
export type ChangeVerb = 'check' | 'ask' | 'complete' | 'refuse' | 'cancel' | 'expire' | 'finish' | 'fail';

interface Transition {
  readonly from: readonly ChangeState[];
  readonly to: ChangeState;
}

/** The whole state machine. Nothing changes a state but by a line of this table; `README.md` draws it. */
export const TRANSITIONS: Readonly<Record<ChangeVerb, Transition>> = {
  /** The worker has taken the request up. */
  check: { from: ['todo'], to: 'checkValidity' },
  /** The rules hold: the parties are asked. */
  ask: { from: ['checkValidity'], to: 'validatingByCustomers' },
  /** The last party has accepted. */
  complete: { from: ['validatingByCustomers'], to: 'doing' },
  refuse: { from: ['validatingByCustomers'], to: 'refused' },
  cancel: { from: ['todo', 'checkValidity', 'validatingByCustomers'], to: 'aborted' },
  expire: { from: ['todo', 'checkValidity', 'validatingByCustomers'], to: 'expired' },
  /** The contacts have moved. */
  finish: { from: ['doing'], to: 'done' },
  fail: { from: ['checkValidity', 'doing'], to: 'error' },
};

export const OPEN_STATES: readonly ChangeState[] = ['todo', 'checkValidity', 'validatingByCustomers', 'doing'];
