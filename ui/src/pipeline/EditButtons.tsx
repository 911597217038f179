/** Undo, the list of what was done, redo and save, in the bar at the top. */
import type { RefObject } from "react";
import { Glyph } from "../glyphs";
import { isDirty, redoIn, undoIn, type OpenDocument } from "../state/document";

interface EditButtonsProps {
  readonly document: OpenDocument;
  readonly historyButton: RefObject<HTMLButtonElement | null>;
  readonly onHistory: (anchor: DOMRect) => void;
  readonly onSave: () => void;
}

export function EditButtons({ document, historyButton, onHistory, onSave }: EditButtonsProps) {
  const { path, history } = document;
  const undo = history.past.at(-1)?.label;
  const redo = history.future[0]?.label;
  return (
    <>
      <button type="button" className="ps-icon-button" aria-label={undo === undefined ? "Undo" : `Undo: ${undo}`} title={undo === undefined ? "Nothing to undo" : `Undo: ${undo}`} disabled={undo === undefined} onClick={() => undoIn(path)}>
        <Glyph name="rollback" />
      </button>
      <button ref={historyButton} type="button" className="ps-icon-button" aria-label="What was done" title="What was done" aria-haspopup="menu" disabled={undo === undefined && redo === undefined} onClick={(event) => onHistory(event.currentTarget.getBoundingClientRect())}>
        <Glyph name="chevron" />
      </button>
      <button type="button" className="ps-icon-button" aria-label={redo === undefined ? "Redo" : `Redo: ${redo}`} title={redo === undefined ? "Nothing to redo" : `Redo: ${redo}`} disabled={redo === undefined} onClick={() => redoIn(path)}>
        <Glyph name="retry" />
      </button>
      <button type="button" className="ps-button" disabled={!isDirty(document) || document.readOnly || document.saving} onClick={onSave}>
        Save
      </button>
    </>
  );
}
