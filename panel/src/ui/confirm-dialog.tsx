import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';

interface Props {
  readonly title: string;
  readonly body: string;
  /** Words of the button that goes ahead. */
  readonly action: string;
  /** Words of the button that leaves everything as it is; it has the focus first. */
  readonly keep: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once more before something that cannot be undone. Escape and a press outside leave everything as it is. */
export function ConfirmDialog({ title, body, action, keep, onConfirm, onClose }: Props): ReactNode {
  return (
    <ModalOverlay
      className="dialog-backdrop"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="dialog">
        <Dialog role="alertdialog" className="dialog-content">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <p>{body}</p>
          <div className="buttons">
            <Button kind="secondary" focused onPress={onClose}>
              {keep}
            </Button>
            <Button kind="danger" onPress={onConfirm}>
              {action}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
