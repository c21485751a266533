import { DomainError, type ErrorDefinition } from '../errors/domain-error.js';
import { ErrorBody, STATUS_OF } from './error-body.js';

export type DocumentedError = Pick<ErrorDefinition, 'code' | 'kind' | 'meaning'>;

type ErrorExamples = Record<string, { summary: string; value: ErrorBody }>;

/** The errors of a route that share a status, as OpenAPI wants them. */
export interface DescribedErrors {
  readonly status: number;
  /** One paragraph per error. */
  readonly description: string;
  /** The body of each error under its code; the sentence a caller gets is more precise than the one shown here. */
  readonly examples: ErrorExamples;
}

/** Groups errors by the status that they are answered with. */
export function describeErrors(errors: readonly DocumentedError[]): DescribedErrors[] {
  const byStatus = new Map<number, DocumentedError[]>();
  for (const error of errors) {
    const status = STATUS_OF[error.kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), error]);
  }
  return [...byStatus].map(([status, listed]) => ({
    status,
    description: listed.map(({ code, meaning }) => `\`${code}\`: ${meaning}`).join('\n\n'),
    examples: Object.fromEntries(listed.map((error) => [error.code, exampleOf(error)])),
  }));
}

const exampleOf = ({ code, kind, meaning }: DocumentedError): ErrorExamples[string] => ({
  summary: code,
  value: ErrorBody.of(new DomainError(code, kind, meaning)),
});
