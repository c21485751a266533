import { lazy, Suspense, useState, type ReactNode } from 'react';
import { answerOf, api } from '../api/client.ts';
import { useLanguage, useTexts } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { useSending } from '../ui/use-sending.ts';
import { useSession } from './session.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { PasswordField } from './password-field.tsx';
import { sessionTexts } from './session-texts.ts';

const ReplacePassword = lazy(async () => ({ default: (await import('./replace-password.tsx')).ReplacePassword }));

type Step = 'password' | 'second factor' | 'new password';

interface Props {
  /** Why one has to sign in, in a sentence. */
  readonly reason?: string | undefined;
  /** Whether a page was open when the session ended: the focus then comes here. */
  readonly interrupted?: boolean;
}

/** Signing in, with a second factor and a forced change of password where the account has them. */
export function SignIn({ reason, interrupted = false }: Props): ReactNode {
  const { text } = useLanguage();
  const { begin } = useSession();
  const [step, setStep] = useState<Step>('password');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');

  if (step === 'new password') {
    return (
      <Suspense fallback={<Waiting />}>
        <ReplacePassword currentPassword={password} onDone={begin} />
      </Suspense>
    );
  }

  const send = async (otp?: string): Promise<void> => {
    const body = { login: login.trim(), password, ...(otp === undefined ? {} : { otp }) };
    const { status } = await answerOf(api.POST('/auth/login', { body }));
    if (status === 'OTP_REQUIRED') setStep('second factor');
    else if (status === 'PASSWORD_CHANGE_REQUIRED') setStep('new password');
    else await begin();
  };

  return (
    <section className="card card-narrow">
      <PageHeading focus={interrupted}>{text.signInTitle}</PageHeading>
      {reason !== undefined && <p className="lead">{reason}</p>}
      {step === 'password' ? (
        <PasswordStep login={login} password={password} onLogin={setLogin} onPassword={setPassword} send={send} />
      ) : (
        <SecondFactorStep
          send={send}
          onOtherLogin={() => {
            setStep('password');
          }}
        />
      )}
    </section>
  );
}

interface PasswordStepProps {
  readonly login: string;
  readonly password: string;
  readonly onLogin: (login: string) => void;
  readonly onPassword: (password: string) => void;
  readonly send: () => Promise<void>;
}

function PasswordStep({ login, password, onLogin, onPassword, send }: PasswordStepProps): ReactNode {
  const own = useTexts(sessionTexts);
  const { sending, failure, submit } = useSending(send);
  const [asked, setAsked] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (login.trim() !== '' && password !== '') submit();
      }}
    >
      {failure !== null && <Notice tone="danger" failure={failure} />}
      <TextField
        name="login"
        label={own.login}
        hint={own.loginHint}
        value={login}
        onChange={onLogin}
        error={asked && login.trim() === '' ? own.loginMissing : failure?.details.login}
        autoComplete="username"
      />
      <PasswordField
        name="password"
        label={own.password}
        value={password}
        onChange={onPassword}
        error={asked && password === '' ? own.passwordMissing : failure?.details.password}
        autoComplete="current-password"
      />
      <Button type="submit" kind="primary" wide busy={sending}>
        {own.signIn}
      </Button>
    </form>
  );
}

interface SecondFactorStepProps {
  readonly send: (otp: string) => Promise<void>;
  readonly onOtherLogin: () => void;
}

function SecondFactorStep({ send, onOtherLogin }: SecondFactorStepProps): ReactNode {
  const own = useTexts(sessionTexts);
  const [otp, setOtp] = useState('');
  const [asked, setAsked] = useState(false);
  const { sending, failure, submit } = useSending(() => send(otp.replaceAll(/\s/g, '')));
  const missing = asked && otp.trim() === '' ? own.otpMissing : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (otp.trim() !== '') submit();
      }}
    >
      {failure !== null && <Notice tone="danger" failure={failure} />}
      <TextField
        name="otp"
        label={own.otp}
        hint={own.otpHint}
        value={otp}
        onChange={setOtp}
        error={missing ?? failure?.details.otp}
        autoComplete="one-time-code"
        autoFocus
        code
      />
      <Button type="submit" kind="primary" wide busy={sending}>
        {own.continue}
      </Button>
      <Button kind="plain" wide onPress={onOtherLogin}>
        {own.otherLogin}
      </Button>
    </form>
  );
}
