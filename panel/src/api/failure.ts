/** Language of every sentence that the API writes: people hear it read in the right voice (WCAG 3.1.2). */
export const API_LANGUAGE = 'en';

/** A call that did not succeed: the API said no, or no answer came. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Field path → sentence, both from the API. Empty when no field is at fault. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  /** No answer came: nobody knows whether the call was carried out. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

/** Reads the error model of the API; a proxy's own error page has neither sentence nor details. */
export function failureFrom(response: Response, body: unknown): Failure {
  const { message, details } = isObject(body) ? body : {};
  return new Failure(
    response.status,
    typeof message === 'string' ? message : '',
    isObject(details) ? Object.fromEntries(Object.entries(details).filter(isSentence)) : {},
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isSentence = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
