import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ErrorDefinition } from '../errors/domain-error.js';
import { ErrorBody, STATUS_OF } from './error-body.js';

type AnyError = Pick<ErrorDefinition, 'code' | 'kind' | 'meaning'>;

/** Documents the errors of a module that a route can answer; one OpenAPI response per status, with each error named. */
export function Fails(...errors: readonly AnyError[]): MethodDecorator {
  const byStatus = new Map<number, AnyError[]>();
  for (const error of errors) {
    const status = STATUS_OF[error.kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), error]);
  }
  return applyDecorators(
    ...[...byStatus].map(([status, listed]) =>
      ApiResponse({
        status,
        type: ErrorBody,
        description: listed.map(({ code, meaning }) => `\`${code}\`: ${meaning}`).join('\n\n'),
      }),
    ),
  );
}
