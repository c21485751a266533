import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { WireEnum, WireModel } from '../../platform/openapi/wire-types.js';
import type { Verdict } from './access-rule.js';

const METHODS = ['DELETE', 'GET', 'POST', 'PUT'] as const;

export class AccessQuery {
  /**
   * Method of the call you are thinking of.
   * @example "POST"
   */
  @IsIn(METHODS)
  @WireEnum('auth.HTTPMethodEnum', METHODS)
  readonly method!: 'DELETE' | 'GET' | 'POST' | 'PUT';

  /**
   * Path of that call, with or without the base path, its parameters filled in.
   * @example "/me/task/contactChange/42/accept"
   */
  @IsString()
  @MaxLength(1000)
  @Matches(/^\//, { message: 'path must begin with a slash' })
  readonly path!: string;
}

/** What would become of a call, and why. */
@WireModel('Access', 'What would become of a call, and why.')
export class AccessView {
  /**
   * Whether the call would be let through.
   * @example true
   */
  readonly allowed: boolean;

  /**
   * The kind of rule that decides.
   * @example "privilege"
   */
  readonly rule: string;

  /**
   * The reason, as a sentence for a person.
   * @example "You are the holder of the account, who may write"
   */
  readonly explanation: string;

  constructor({ allowed, rule, explanation }: Verdict) {
    this.allowed = allowed;
    this.rule = rule;
    this.explanation = explanation;
  }
}
