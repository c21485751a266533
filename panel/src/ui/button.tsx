import type { ReactNode } from 'react';

interface Props {
  readonly kind: 'primary' | 'secondary' | 'danger' | 'plain';
  readonly type?: 'button' | 'submit';
  readonly wide?: boolean;
  /** Under way: stays focusable and says so, but presses do nothing. */
  readonly busy?: boolean;
  /** Takes the focus when it appears. */
  readonly focused?: boolean;
  readonly lang?: string;
  readonly onPress?: () => void;
  /** The pointer or the focus has come near: time to load what a press will need. */
  readonly onApproach?: () => void;
  readonly children: ReactNode;
}

/**
 * A native button. Not react-aria's: its press handling alone weighs 12 kB compressed, and the pages that mails lead to
 * have 90 kB for everything (panel/README.md).
 */
export function Button(props: Props): ReactNode {
  const { kind, type = 'button', wide = false, busy = false, focused = false, lang, onPress, onApproach } = props;
  return (
    <button
      type={type}
      lang={lang}
      className={`button button-${kind}${wide ? ' button-wide' : ''}`}
      aria-disabled={busy}
      aria-busy={busy}
      autoFocus={focused}
      onPointerEnter={onApproach}
      onFocus={onApproach}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {props.children}
    </button>
  );
}
