import { QueryClient } from '@tanstack/react-query';
import { Failure } from './failure.ts';

const RETRIES_OF_A_READ = 2;

/** What the API refused stays refused; only silence and a server's own faults are worth another try. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < RETRIES_OF_A_READ && (!(error instanceof Failure) || error.status === 0 || error.status >= 500);

/** One cache of what the server said. Only reads go through it: nothing but a person's press sends an answer. */
export const queryClient = new QueryClient({
  defaultOptions: {
    // `always`: being offline is shown as a failure with a way to try again, not as an endless wait.
    queries: { retry: worthRetrying, networkMode: 'always', staleTime: 1_000 },
  },
});
