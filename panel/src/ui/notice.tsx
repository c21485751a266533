import type { ReactNode, Ref } from 'react';
import { API_LANGUAGE, type Failure } from '../api/failure.ts';
import { useLanguage } from '../language/language.tsx';
import { Icon, type IconName } from './icon.tsx';

/** What a message is about, told by colour, drawing and words alike. */
export type Tone = 'info' | 'success' | 'warning' | 'danger';

const ICONS: Readonly<Record<Tone, IconName>> = {
  info: 'clock',
  success: 'check',
  warning: 'warning',
  danger: 'warning',
};

interface Props {
  readonly tone: Tone;
  /** Shows the sentence of the API; a failure is announced at once. */
  readonly failure?: Failure;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children?: ReactNode;
}

/** A message in its box. */
export function Notice({ tone, failure, ref, children }: Props): ReactNode {
  const sentence = useFailureSentence();
  return (
    <div className={`notice notice-${tone}`} ref={ref} tabIndex={ref === undefined ? undefined : -1}>
      <Icon name={ICONS[tone]} />
      <div className="notice-text" role={failure === undefined ? undefined : 'alert'}>
        {failure !== undefined && <p {...sentence(failure)} />}
        {children}
      </div>
    </div>
  );
}

/** The API's own sentence in its own language; ours when no answer came or the answer had no sentence. */
export function useFailureSentence(): (failure: Failure) => { children: string; lang?: string } {
  const { text } = useLanguage();
  return (failure) => {
    if (failure.unreachable) return { children: text.unreachable };
    if (failure.status >= 500 || failure.message === '') return { children: text.unexpected };
    return { children: failure.message, lang: API_LANGUAGE };
  };
}
