/** Asks before a definition's file is deleted. */
import Modal from "@cloudscape-design/components/modal";
import { deleteFile } from "../state/files";
import { go } from "../state/route";
import { closeDocument, type OpenDocument } from "../state/document";

export function DeleteFile({ document, onClose }: { readonly document: OpenDocument; readonly onClose: () => void }) {
  const remove = async () => {
    onClose();
    if (!(await deleteFile(document))) return;
    go({ page: "pipelines" });
    closeDocument(document.path);
  };
  return (
    <Modal
      visible
      header={`Delete ${document.name}?`}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <div className="ps-row-end">
          <button type="button" className="ps-button" autoFocus onClick={onClose}>
            Keep it
          </button>
          <button type="button" className="ps-button" onClick={() => void remove()}>
            Delete the file
          </button>
        </div>
      }
    >
      {document.path} is removed from this computer. Its executions and their logs stay.
    </Modal>
  );
}
