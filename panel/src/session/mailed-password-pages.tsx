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
  const own = useTexts(sessionTexts);
  return (
    <MailedPassword
      title={own.firstPasswordTitle}
      intro={own.firstPasswordIntro}
      noCode={own.firstPasswordNoCode}
      save={async (token, newPassword) => {
        await answerOf(api.POST('/auth/firstPassword', { body: { token, newPassword } }));
      }}
    />
  );
}

/** Page of the link in a mail that asks for a new password. Opening it uses nothing up. */
export function ResetPasswordPage(): ReactNode {
  const own = useTexts(sessionTexts);
  return (
    <MailedPassword
      title={own.newPasswordTitle}
      intro={own.resetPasswordIntro}
      noCode={own.resetPasswordNoCode}
      save={async (token, newPassword) => {
        await answerOf(api.POST('/auth/resetPassword', { body: { token, newPassword } }));
      }}
    />
  );
}

interface Props {
  readonly title: string;
  readonly intro: string;
  /** Said when the page was not opened from the link. */
  readonly noCode: string;
  readonly save: (token: string, newPassword: string) => Promise<void>;
}

function MailedPassword({ title, intro, noCode, save }: Props): ReactNode {
  const { text } = useLanguage();
  const own = useTexts(sessionTexts);
  const [{ value: token }, changeCode] = useMailedCode(pageOf(useLocation()));
  const [done, setDone] = useState(false);
  return (
    <section className="card card-narrow">
      <title>{`${title} – ${text.product}`}</title>
      <PageHeading>{title}</PageHeading>
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
        <Notice tone="warning">{noCode}</Notice>
      ) : (
        <>
          <p className="lead">{intro}</p>
          <NewPassword
            save={async (newPassword) => {
              await save(token, newPassword);
              changeCode('');
              setDone(true);
            }}
          />
        </>
      )}
    </section>
  );
}
