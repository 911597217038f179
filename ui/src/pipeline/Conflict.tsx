/** The file changed outside while there are edits here: three ways on. */
import { mergedIn, settle, type OpenDocument } from "../state/document";

export function Conflict({ document }: { readonly document: OpenDocument }) {
  const { path } = document;
  if (document.theirs === null) return null;
  return (
    <div className="ps-conflict" role="alert">
      <span>{document.name} was changed by another program, and you have changes that are not saved.</span>
      {mergedIn(document) === undefined ? null : (
        <button type="button" className="ps-button" data-primary="" onClick={() => settle(path, "both")}>
          Merge both
        </button>
      )}
      <button type="button" className="ps-button" onClick={() => settle(path, "mine")}>
        Keep mine
      </button>
      <button type="button" className="ps-button" onClick={() => settle(path, "theirs")}>
        Take theirs
      </button>
    </div>
  );
}
