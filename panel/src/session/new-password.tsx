import { useState, type ReactNode } from 'react';
import { API_LANGUAGE } from '../api/failure.ts';
import { useTexts } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSending } from '../ui/use-sending.ts';
import { PasswordField } from './password-field.tsx';
import { sessionTexts } from './session-texts.ts';

/** What the API demands by default; it has the last word, and its sentence is shown beside the field. */
const SHORTEST_PASSWORD = 12;

/** The form for a password of one's own choice. */
export function NewPassword({ save }: { save: (newPassword: string) => Promise<void> }): ReactNode {
  const own = useTexts(sessionTexts);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const { sending, failure, submit } = useSending(() => save(password));
  const short = password.length < SHORTEST_PASSWORD;
  const refusal = failure?.details.newPassword;
  const refused = refusal === undefined ? {} : { error: refusal, errorLanguage: API_LANGUAGE };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!short) submit();
      }}
    >
      {failure !== null && refusal === undefined && <Notice tone="danger" failure={failure} />}
      <PasswordField
        name="new-password"
        label={own.newPassword}
        hint={own.newPasswordHint(SHORTEST_PASSWORD)}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        {...(asked && short ? { error: own.newPasswordShort(SHORTEST_PASSWORD) } : refused)}
      />
      <Button type="submit" kind="primary" wide busy={sending}>
        {own.savePassword}
      </Button>
    </form>
  );
}
