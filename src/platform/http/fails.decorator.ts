import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { describeErrors, type DocumentedError } from './error-description.js';
import { ErrorBody } from './error-body.js';

/** Documents the errors of a module that a route can answer; one OpenAPI response per status, with each error named. */
export function Fails(...errors: readonly DocumentedError[]): MethodDecorator {
  return applyDecorators(
    ...describeErrors(errors).map(({ status, description, examples }) =>
      ApiResponse({ status, type: ErrorBody, description, examples }),
    ),
  );
}
