import { lazy, Suspense, type ReactNode } from 'react';
import { useLanguage } from '../language/language.tsx';

/** Fetches the dialog, which is not part of the first load; called when a press on its button comes near. */
export const loadDialog = async (): Promise<typeof import('../ui/confirm-dialog.tsx')> =>
  import('../ui/confirm-dialog.tsx');

const ConfirmDialog = lazy(async () => ({ default: (await loadDialog()).ConfirmDialog }));

interface ConfirmProps {
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once more; going ahead closes the dialog first, so that what follows is seen. */
export function Confirm({ onConfirm, onClose, ...words }: ConfirmProps): ReactNode {
  const { text } = useLanguage();
  return (
    <Suspense fallback={<p role="status">{text.loading}</p>}>
      <ConfirmDialog
        {...words}
        keep={text.keep}
        onClose={onClose}
        onConfirm={() => {
          onClose();
          onConfirm();
        }}
      />
    </Suspense>
  );
}
