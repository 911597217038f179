/** Asks for the name of a pipeline's copy: a pipeline cannot be renamed, only made anew under another name. */
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { TextField } from "../inspector";
import type { OpenDocument } from "../state/document";
import { duplicateAs } from "../state/files";

const allowed = /^[A-Za-z0-9.@\-_]{1,100}$/;

export function DuplicateAs({ document, onClose }: { readonly document: OpenDocument; readonly onClose: () => void }) {
  const { name } = document.definition.pipeline;
  const [wanted, setWanted] = useState(`${name}-copy`.slice(0, 100));
  const fits = allowed.test(wanted) && wanted !== name;
  const make = () => {
    onClose();
    void duplicateAs(document, wanted);
  };
  return (
    <Modal
      visible
      header="Duplicate under another name"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <div className="ps-row-end">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="ps-button" data-primary="" disabled={!fits} onClick={make}>
            Duplicate
          </button>
        </div>
      }
    >
      <p>The service cannot rename a pipeline. A copy of this definition gets the new name and a file of its own; {name} and its executions stay as they are.</p>
      <TextField
        label="New name"
        fileKey="name"
        value={wanted}
        optional={false}
        check={(draft) => (draft === name ? "This is its name now." : allowed.test(draft) ? undefined : "1 to 100 letters, digits and . @ - _")}
        onCommit={(value) => setWanted(value ?? "")}
      />
    </Modal>
  );
}
