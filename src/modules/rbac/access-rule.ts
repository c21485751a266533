import type { DomainError } from '../../platform/errors/domain-error.js';
import type { Principal } from './principal.js';

/** Path parameters, as they stand in the URL, decoded. */
export type RouteParams = Readonly<Record<string, string | undefined>>;

/** The kinds of rule that `/1.0/me/access` names. */
export type RuleKind = 'public' | 'privilege' | 'contact role' | 'party' | 'delegation' | 'restriction';

export type Verdict =
  | { readonly allowed: true; readonly rule: RuleKind; readonly explanation: string }
  | { readonly allowed: false; readonly rule: RuleKind; readonly explanation: string; readonly error: DomainError };

/**
 * Decides what a privilege alone cannot: whether the caller's account stands in the right relation to the object in the
 * path. A module provides its own and names it in `@Requires`.
 */
export abstract class AccessRule {
  /** @returns the verdict; an object that is missing or foreign is refused with a `not-found` error */
  abstract decide(principal: Principal, params: RouteParams): Promise<Verdict>;
}
