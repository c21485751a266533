import type { ReactNode } from 'react';
import { Failure } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Something could not be read: says why and offers another try. */
export function FailureNotice({ failure, onRetry }: { failure: Error; onRetry: () => void }): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="card">
      <Notice tone="danger" failure={failure instanceof Failure ? failure : new Failure(500, '')} />
      <Button kind="secondary" onPress={onRetry}>
        {text.tryAgain}
      </Button>
    </section>
  );
}
