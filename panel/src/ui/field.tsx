import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What every field has. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** Language of the error when it is the API's own sentence. */
  readonly errorLanguage?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: string;
  readonly autoFocus?: boolean;
  /** A code rather than words: no spelling, fixed width. */
  readonly code?: boolean;
}

/** A labelled field with its hint and its error; an error that appears takes the focus to the field. */
export function TextField(props: FieldProps): ReactNode {
  return <Field {...props} type="text" />;
}

type AnyFieldProps = FieldProps & { readonly type: 'text' | 'password'; readonly children?: ReactNode };

/** The field itself; `children` stand at its end, inside its frame. */
export function Field(props: AnyFieldProps): ReactNode {
  const { label, hint, error, errorLanguage, onChange, code = false, children, ...input } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error !== undefined) field.current?.focus();
  }, [error]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-row">
        <input
          {...input}
          {...(code ? { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } : {})}
          className={code ? 'field-code' : undefined}
          id={id}
          ref={field}
          required
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error ${id}-hint`}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
        {children}
      </div>
      <p className="field-error" id={`${id}-error`} role="alert" lang={errorLanguage}>
        {error !== undefined && (
          <>
            <Icon name="warning" /> {error}
          </>
        )}
      </p>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
