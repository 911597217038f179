/** The bar over an open definition: how it is looked at, whether it is saved, and what can be added. */
import type { WireMode, ZoomLevel } from "../board";
import { clockShort } from "../shell/time";
import { isDirty, type OpenDocument } from "../state/document";
import { Segments } from "./ModeSwitch";
import { ZoomPick } from "./zoom";

/** How a definition is shown. */
export type Face = "board" | "both" | "outline" | "source";

interface FileBarProps {
  readonly document: OpenDocument;
  readonly face: Face;
  readonly onFace: (face: Face) => void;
  readonly wires: WireMode;
  readonly onWires: (wires: WireMode) => void;
  readonly zoom: ZoomLevel;
  readonly onZoom: (zoom: ZoomLevel) => void;
  /** Shows the catalog, when it is hidden and of use. */
  readonly onCatalog: (() => void) | undefined;
  /** Shows what the template is read with, when the file is one. */
  readonly onChoose: (() => void) | undefined;
  readonly onAddStage: () => void;
  /** Shows the inspector, when it is hidden. */
  readonly onInspector: (() => void) | undefined;
}

export function FileBar({ document, face, onFace, wires, onWires, zoom, onZoom, onCatalog, onChoose, onAddStage, onInspector }: FileBarProps) {
  return (
    <div className="ps-bar" data-region tabIndex={-1}>
      <Segments
        label="View"
        value={face}
        options={[
          ["board", "Board"],
          ["both", "Both"],
          ["outline", "Outline"],
          ["source", "Source"],
        ]}
        onChange={onFace}
      />
      {onChoose ? (
        <button type="button" className="ps-link" title="Which pipeline it is, and the values of its parameters" onClick={onChoose}>
          Template
        </button>
      ) : null}
      <span className="ps-top-space" />
      {document.readOnly ? <span className="ps-secondary ps-clip">{document.madeBy === null || document.madeBy.roots != null ? "Read-only file" : "Read-only: made by another text"}</span> : <span className="ps-secondary ps-clip ps-bar-saved">{isDirty(document) ? "Changes are not saved" : `Saved ${clockShort(document.savedMs)}`}</span>}
      {face === "board" || face === "both" ? (
        <>
          {onCatalog ? (
            <button type="button" className="ps-link" onClick={onCatalog}>
              Actions
            </button>
          ) : null}
          <label className="ps-secondary">
            <span className="ps-bar-word">Wires</span>{" "}
            <select className="ps-pick" aria-label="Wires" title="Wires" value={wires} onChange={(event) => onWires(event.target.value as WireMode)}>
              <option value="auto">Auto</option>
              <option value="all">All</option>
              <option value="selection">Only selection</option>
              <option value="off">Off</option>
            </select>
          </label>
          <ZoomPick zoom={zoom} onZoom={onZoom} />
        </>
      ) : null}
      <button type="button" className="ps-link" onClick={onAddStage} disabled={document.readOnly}>
        Add stage
      </button>
      {onInspector === undefined ? null : (
        <button type="button" className="ps-link" onClick={onInspector}>
          Inspector
        </button>
      )}
    </div>
  );
}
