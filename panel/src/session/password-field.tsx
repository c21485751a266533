import { useState, type ReactNode } from 'react';
import { useTexts } from '../language/language.tsx';
import { Field, type FieldProps } from '../ui/field.tsx';
import { sessionTexts } from './session-texts.ts';

/** A password with a way to see what one types. */
export function PasswordField(props: FieldProps): ReactNode {
  const { show, hide } = useTexts(sessionTexts);
  const [shown, setShown] = useState(false);
  const word = shown ? hide : show;
  return (
    <Field {...props} type={shown ? 'text' : 'password'} code>
      <button
        type="button"
        className="field-aside"
        aria-label={`${word}: ${props.label}`}
        onClick={() => {
          setShown(!shown);
        }}
      >
        {word}
      </button>
    </Field>
  );
}
