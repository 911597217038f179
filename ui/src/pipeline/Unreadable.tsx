/** In place of the board: a text that is no pipeline, or cannot be read at all, with what to do. */
import type { Definition } from "../document";
import { StatusIcon } from "../glyphs";

export function Unreadable({ definition, reason, onSource }: { readonly definition: Definition; readonly reason?: string | undefined; readonly onSource: () => void }) {
  return (
    <div className="ps-unreadable" role="note">
      <p>
        <StatusIcon status="failed" /> <strong>There is nothing to draw.</strong>
      </p>
      <p>{reason ?? definition.faults[0]?.message}</p>
      <p className="ps-secondary">A definition is a declaration as `aws codepipeline get-pipeline` writes it, in JSON or YAML. The file stays as it is.</p>
      <button type="button" className="ps-button" onClick={onSource}>
        Show the source
      </button>
    </div>
  );
}
