import { useQueryClient } from '@tanstack/react-query';
import { Failure } from '../api/failure.ts';
import { keyOf, send, type ContactRequest, type RequestAction } from './request.ts';

const sessionEnded = (error: unknown): boolean => error instanceof Failure && error.status === 401;

/** Sends one action, then reads the request again, whatever came of it. */
export function useAction(
  request: ContactRequest,
  onDone: () => void,
): (action: RequestAction, token?: string) => Promise<void> {
  const queries = useQueryClient();
  return async (action, token = '') => {
    try {
      await send(request.id, action, token);
    } catch (error) {
      // The form to sign in says what to do; nothing is wrong with the code.
      if (sessionEnded(error)) return;
      throw error;
    } finally {
      // Also after a failure: an answer that got lost on its way back may have counted.
      await queries.invalidateQueries({ queryKey: keyOf(request.id) });
    }
    onDone();
  };
}
