import { type ArgumentMetadata, Injectable, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { DomainError } from '../errors/domain-error.js';
import { httpErrors } from './http.errors.js';
import { isStorable } from './json-body.js';

/** Nested errors as one flat map, `rules.0.path` → sentence: SDKs decode nothing deeper (reference §2.1). */
function flatten(errors: readonly ValidationError[], prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...errors.map(({ property, constraints, children }) => {
      const path = prefix + property;
      const own = constraints ? { [path]: Object.values(constraints).join(', ') } : {};
      return { ...own, ...flatten(children ?? [], `${path}.`) };
    }),
  ) as Record<string, string>;
}

/** Bodies and queries become classes; single parameters stay text, for the pipe that stands at the parameter. */
class RequestValidation extends ValidationPipe {
  /** Nest would make 1000 of `1e3` and 16 of `0x10`, which the guards of a path do not. */
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

/** Unknown fields are dropped, not refused: clients send back whole objects (reference §2.2). */
export const requestValidation = (): ValidationPipe =>
  new RequestValidation({
    whitelist: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => httpErrors.invalidFields(flatten(errors)),
  });

/** Values of the path or the query, decoded; a name that is given twice has several. */
export type UrlValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** @returns the error for the first name or value that the database could not hold */
export function unstorableIn(values: UrlValues): DomainError | undefined {
  const fault = Object.entries(values).find(([name, value]) => ![name, ...[value ?? ''].flat()].every(isStorable));
  return (
    fault && httpErrors.invalidFields({ [fault[0].slice(0, 100)]: 'holds a NUL character or half a surrogate pair' })
  );
}

/** A parameter of type `long`: a whole number from 0 to 2^53 - 1. */
@Injectable()
export class LongPipe implements PipeTransform<string, number> {
  /** @throws `http.invalid-fields` naming the parameter */
  transform(value: string, { data = 'id' }: ArgumentMetadata): number {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : NaN;
    if (!Number.isSafeInteger(number)) throw httpErrors.invalidFields({ [data]: `${data} must be a whole number` });
    return number;
  }
}

/** A parameter of type `string`: at most 255 characters that the database can hold. */
@Injectable()
export class TextPipe implements PipeTransform<string, string> {
  /** @throws `http.invalid-fields` naming the parameter */
  transform(value: string, { data = 'name' }: ArgumentMetadata): string {
    if (value.length > 255 || !isStorable(value)) {
      throw httpErrors.invalidFields({ [data]: `${data} must be a text of at most 255 characters` });
    }
    return value;
  }
}
