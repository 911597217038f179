/** The decision: who acts, the comment, Approve and Reject, and the moment to take it back. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useNow } from "../board/clock";
import type { ApprovalRow, PlaceRow } from "../generated/studio";
import { sentence } from "../host";
import { Told } from "../shell/Told";
import { Glyph, StatusIcon } from "../glyphs";
import { useAsk } from "../state/queries";
import { queue, setComment, useDecisions } from "./decisions";
import { UNDO_MS, type Pending } from "./queue";
import { actsAs, placeName } from "./words";

const COMMENT = "ps-approval-comment";
const APPROVE = "ps-approval-approve";
const REJECT = "ps-approval-reject";

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

export function Verdict({ row, place }: { readonly row: ApprovalRow; readonly place: PlaceRow | undefined }) {
  const pending = useDecisions((all) => all.pending);
  const sending = useDecisions((all) => all.sending[row.token]);
  const refusal = useDecisions((all) => all.refusals[row.token]);
  const comment = useDecisions((all) => all.comments[row.token] ?? "");
  const letterKeys = useAsk("settings.get", {}).data?.letterKeys ?? true;
  const [asked, setAsked] = useState(false);
  const summary = comment.trim();
  const missing = asked && summary === "";
  const mine = pending?.row.token === row.token;
  useLetters(letterKeys && !mine, row.summaryRequired && summary === "");
  const decide = (approve: boolean) => {
    if (row.summaryRequired && summary === "") {
      setAsked(true);
      focus(COMMENT);
      return;
    }
    queue.decide({ row, approve, summary });
  };
  return (
    <aside className="ps-verdict" aria-label="Your decision" data-region tabIndex={-1}>
      <h2>Your decision</h2>
      {pending !== null && !mine ? <Undo pending={pending} named /> : null}
      <div className="ps-verdict-who">
        <Glyph name="approval" size={20} />
        <div>
          <strong>Decides {row.place === "local" ? actsAs(row.place, place) : "as"}</strong>
          {row.place === "local" ? null : (
            <>
              {place?.arn == null ? <span>the identity of this place</span> : <span className="ps-mono ps-verdict-arn">{place.arn}</span>}
              <span>
                <strong>{placeName(row.place, place)}</strong>{" "}
                <span className="ps-secondary">{[place?.account, place?.region].filter((part) => part != null).join(" · ")}</span>
              </span>
            </>
          )}
        </div>
      </div>
      <label className="ps-verdict-label" htmlFor={COMMENT}>
        Comment
      </label>
      <span id="ps-approval-hint" className="ps-secondary ps-verdict-small">
        {row.summaryRequired ? "Needed to approve or reject. " : "Optional. "}Kept with the decision, up to 512 characters.
      </span>
      <textarea
        id={COMMENT}
        className="ps-field"
        aria-label="Comment"
        aria-describedby={missing ? "ps-approval-hint ps-approval-missing" : "ps-approval-hint"}
        aria-invalid={missing}
        rows={4}
        maxLength={512}
        value={comment}
        readOnly={mine || sending !== undefined}
        onChange={(event) => setComment(row.token, event.target.value)}
      />
      {missing ? (
        <p id="ps-approval-missing" className="ps-tone-error ps-verdict-small" role="alert">
          Say in the comment why you decide so.
        </p>
      ) : null}
      {refusal === undefined ? null : (
        <div className="ps-verdict-refused" role="alert">
          <StatusIcon status="failed" />
          <div>
            <p>{sentence(refusal.message)}</p>
            {refusal.remedy === null ? null : (
              <p className="ps-secondary">
                <Told text={refusal.remedy} />
              </p>
            )}
          </div>
        </div>
      )}
      {mine && pending !== null ? (
        <Undo pending={pending} />
      ) : sending !== undefined ? (
        <p className="ps-verdict-small" role="status">
          {sending.approve ? "Approving" : "Rejecting"}…
        </p>
      ) : (
        <>
          <div className="ps-verdict-acts">
            <button id={APPROVE} type="button" className="ps-button" data-primary aria-keyshortcuts={letterKeys ? "A" : undefined} onClick={() => decide(true)}>
              <Glyph name="tick" /> Approve {letterKeys ? <kbd aria-hidden>A</kbd> : null}
            </button>
            <button id={REJECT} type="button" className="ps-button" data-danger aria-keyshortcuts={letterKeys ? "R" : undefined} onClick={() => decide(false)}>
              <Glyph name="close" /> Reject {letterKeys ? <kbd aria-hidden>R</kbd> : null}
            </button>
          </div>
          <p className="ps-secondary ps-verdict-small">
            Calls <span className="ps-mono">PutApprovalResult</span> {row.place === "local" ? "on this computer" : `at ${placeName(row.place, place)}`} after {UNDO_MS / 1000} seconds. You can undo until then.
            {letterKeys ? " A and R go to the buttons; Enter decides." : ""}
          </p>
        </>
      )}
    </aside>
  );
}

/** A goes to Approve, R to Reject, or to the comment that both need. Never while somebody types. */
function useLetters(active: boolean, commentFirst: boolean): void {
  useEffect(() => {
    if (!active) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest("input, textarea, select, [contenteditable=true]") != null || document.querySelector("[role=dialog]") !== null) return;
      const key = event.key.toLowerCase();
      if (key !== "a" && key !== "r") return;
      event.preventDefault();
      focus(commentFirst ? COMMENT : key === "a" ? APPROVE : REJECT);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [active, commentFirst]);
}

/** The moment in which a decision can be taken back. */
function Undo({ pending, named = false }: { readonly pending: Pending; readonly named?: boolean }) {
  const now = useNow(true);
  const button = useRef<HTMLButtonElement>(null);
  const seconds = Math.min(UNDO_MS / 1000, Math.max(0, Math.ceil((pending.dueMs - now) / 1000)));
  const doing = `${pending.approve ? "Approving" : "Rejecting"}${named ? ` ${pending.row.action} of ${pending.row.pipeline}` : ""}`;
  // The focus stays in the decision when this goes away under it.
  useLayoutEffect(() => {
    const held = button.current;
    return () => {
      if (held === null || document.activeElement !== held) return;
      setTimeout(() => {
        if (!held.isConnected) focus(document.getElementById(APPROVE) === null ? "ps-approval" : APPROVE);
      });
    };
  }, []);
  return (
    <div className="ps-undo" data-tone={pending.approve ? "approve" : "reject"}>
      <span className="ps-hidden" role="status">
        {doing} in {UNDO_MS / 1000} seconds. Undo takes it back.
      </span>
      <span aria-hidden>
        {doing} in {seconds} s ·
      </span>
      <button ref={button} type="button" className="ps-link" autoFocus={!named} onClick={queue.undo}>
        Undo
      </button>
      <span className="ps-undo-bar" aria-hidden>
        <span key={pending.dueMs} style={{ animationDuration: `${UNDO_MS}ms` }} />
      </span>
    </div>
  );
}
