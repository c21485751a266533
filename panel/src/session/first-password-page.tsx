import { useState, type ReactNode } from 'react';
import { answerOf, api } from '../api/client.ts';
import { useLanguage, useTexts } from '../language/language.tsx';
import { pageOf, useMailedCode } from '../routing/mailed-code.ts';
import { navigate, useLocation } from '../routing/location.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { NewPassword } from './new-password.tsx';
import { sessionTexts } from './session-texts.ts';

/** Page of the link in an invitation: choose the first password, then sign in with it. Opening it uses nothing up. */
export function FirstPasswordPage(): ReactNode {
  const { text } = useLanguage();
  const own = useTexts(sessionTexts);
  const [{ value: token }, changeCode] = useMailedCode(pageOf(useLocation()));
  const [done, setDone] = useState(false);
  return (
    <section className="card card-narrow">
      <title>{`${own.firstPasswordTitle} – ${text.product}`}</title>
      <PageHeading>{own.firstPasswordTitle}</PageHeading>
      <div role="status">{done && <Notice tone="success">{own.firstPasswordDone}</Notice>}</div>
      {done ? (
        <Button
          kind="primary"
          wide
          focused
          onPress={() => {
            navigate('/sign-in');
          }}
        >
          {own.signIn}
        </Button>
      ) : token === '' ? (
        <Notice tone="warning">{own.firstPasswordNoCode}</Notice>
      ) : (
        <>
          <p className="lead">{own.firstPasswordIntro}</p>
          <NewPassword
            save={async (newPassword) => {
              await answerOf(api.POST('/auth/firstPassword', { body: { token, newPassword } }));
              changeCode('');
              setDone(true);
            }}
          />
        </>
      )}
    </section>
  );
}
