import { DomainError } from '../../src/platform/errors/domain-error.js';

/** Runs `act`, which must throw the error of that code, and hands it out for a closer look. */
export function expectDomainError(code: string, act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).code).toBe(code);
    return error as DomainError;
  }
  throw new Error(`Nothing was thrown; expected ${code}`);
}

/** Waits for `failing`, which must fail with the error of that code, and hands it out for a closer look. */
export async function expectDomainErrorOf(code: string, failing: Promise<unknown>): Promise<DomainError> {
  const [outcome] = await Promise.allSettled([failing]);
  return expectDomainError(code, () => {
    if (outcome.status === 'rejected') throw outcome.reason;
  });
}
