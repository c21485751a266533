import { useRef, useState } from 'react';
import { Failure } from '../api/failure.ts';

interface Sending {
  readonly sending: boolean;
  /** Why the last attempt failed; `null` as soon as the next one starts. */
  readonly failure: Failure | null;
  readonly submit: () => void;
}

/** Sends a form once per press: presses while it is under way are ignored, failures are kept to be shown. */
export function useSending(send: () => Promise<void>): Sending {
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Two presses may come before the first has been rendered.
  const underWay = useRef(false);

  const sendOnce = async (): Promise<void> => {
    underWay.current = true;
    setSending(true);
    setFailure(null);
    try {
      await send();
    } catch (error) {
      setFailure(error instanceof Failure ? error : new Failure(500, ''));
    } finally {
      underWay.current = false;
      setSending(false);
    }
  };

  return {
    sending,
    failure,
    submit: () => {
      if (!underWay.current) void sendOnce();
    },
  };
}
