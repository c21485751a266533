import type { ReactNode } from 'react';
import { answerOf, api } from '../api/client.ts';
import { useTexts } from '../language/language.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { NewPassword } from './new-password.tsx';
import { sessionTexts } from './session-texts.ts';

interface Props {
  /** The password that was just used, given by somebody else. */
  readonly currentPassword: string;
  readonly onDone: () => Promise<void>;
}

/** The one thing that is allowed after signing in with a password that somebody else chose. */
export function ReplacePassword({ currentPassword, onDone }: Props): ReactNode {
  const own = useTexts(sessionTexts);
  return (
    <section className="card card-narrow">
      <PageHeading focus>{own.newPasswordTitle}</PageHeading>
      <p className="lead">{own.newPasswordNeeded}</p>
      <NewPassword
        save={async (newPassword) => {
          await answerOf(api.POST('/auth/password', { body: { currentPassword, newPassword } }));
          await onDone();
        }}
      />
    </section>
  );
}
