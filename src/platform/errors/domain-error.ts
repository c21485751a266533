/** What went wrong, in the words of HTTP but not tied to it. The filter owns the one table kind → status. */
export type ErrorKind =
  'bad-request' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-many-requests' | 'unavailable';

/** Field path → sentence, both strings: SDKs decode `details` as a flat map of strings. */
export type ErrorDetails = Readonly<Record<string, string>>;

/** A rule said no. `code` (`<module>.<what-is-wrong>`) is public API; `message` is a sentence for a person. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly details?: ErrorDetails,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** One line of a module's error list: calling it makes the error, its fields document it (`docs/generated/errors.md`). */
export interface ErrorDefinition<Args extends readonly unknown[] = readonly never[]> {
  (...args: Args): DomainError;
  readonly code: string;
  readonly kind: ErrorKind;
  /** When this error is given, in one sentence: goes into OpenAPI and the generated list. */
  readonly meaning: string;
}

const declared: Pick<ErrorDefinition, 'code' | 'kind' | 'meaning'>[] = [];

/** Every error of the modules that were loaded, for the generated list. */
export const declaredErrors = (): readonly Pick<ErrorDefinition, 'code' | 'kind' | 'meaning'>[] => declared;

type Wording = string | { readonly message: string; readonly details: ErrorDetails };

/**
 * Declares an error of a module.
 *
 * @param code `<module>.<what-is-wrong>` in kebab-case; never renamed once shipped
 * @param kind decides the HTTP status
 * @param meaning one sentence for the reader of the documentation
 * @param wording makes the sentence for the person who got it wrong, with `details` where fields are at fault
 */
export function defineError<Args extends readonly unknown[]>(
  code: string,
  kind: ErrorKind,
  meaning: string,
  wording: (...args: Args) => Wording,
): ErrorDefinition<Args> {
  const make = (...args: Args): DomainError => {
    const words = wording(...args);
    return typeof words === 'string'
      ? new DomainError(code, kind, words)
      : new DomainError(code, kind, words.message, words.details);
  };
  const definition = Object.assign(make, { code, kind, meaning });
  declared.push(definition);
  return definition;
}
