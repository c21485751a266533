import { Component, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props {
  readonly children: ReactNode;
}

/** The last resort: a page that cannot be shown, most often because a part of it did not arrive, says so. */
export class BrokenPage extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken(): ReactNode {
  const { text } = useLanguage();
  return (
    <main className="shell-main">
      <section className="card">
        <Notice tone="danger">
          <p role="alert">{text.brokenPage}</p>
        </Notice>
        <Button
          kind="secondary"
          onPress={() => {
            window.location.reload();
          }}
        >
          {text.reload}
        </Button>
      </section>
    </main>
  );
}
