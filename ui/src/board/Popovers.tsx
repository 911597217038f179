/** The board's two small dialogs: deciding an approval and closing a transition, each with its words. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

interface SheetProps {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Sheet({ label, left, top, onClose, children }: SheetProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = root.current?.querySelector<HTMLElement>("textarea, button");
    field?.focus({ preventScroll: true });
    root.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
  };
  return (
    <div ref={root} role="dialog" aria-label={label} className="ps-sheet" style={{ left, top }} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

export interface DecisionProps {
  readonly name: string;
  readonly answer: "approve" | "reject";
  readonly commentNeeded: boolean;
  readonly left: number;
  readonly top: number;
  readonly onSend: (comment: string) => void;
  readonly onClose: () => void;
}

/** Approve or reject with a comment. */
export function Decision({ name, answer, commentNeeded, left, top, onSend, onClose }: DecisionProps) {
  const [comment, setComment] = useState("");
  const field = useId();
  const word = answer === "approve" ? "Approve" : "Reject";
  const ready = !commentNeeded || comment.trim() !== "";
  const send = () => {
    if (ready) onSend(comment.trim());
  };
  return (
    <Sheet label={`${word} ${name}`} left={left} top={top} onClose={onClose}>
      <strong className="ps-sheet-title">
        {word} {name}?
      </strong>
      <label className="ps-sheet-label" htmlFor={field}>
        Comment{commentNeeded ? "" : " (optional)"}
      </label>
      <textarea
        id={field}
        className="ps-field"
        rows={2}
        maxLength={512}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className="ps-sheet-row">
        <button type="button" className="ps-button" data-primary={answer === "approve" ? "" : undefined} data-danger={answer === "reject" ? "" : undefined} disabled={!ready} onClick={send}>
          {word}
        </button>
        <button type="button" className="ps-link" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Sheet>
  );
}

export interface TransitionSheetProps {
  readonly stage: string;
  readonly enabled: boolean;
  readonly reason: string | undefined;
  readonly by: string | undefined;
  readonly left: number;
  readonly top: number;
  readonly onSend: (enable: boolean, reason: string) => void;
  readonly onClose: () => void;
}

/** Closes a transition with a reason, or opens it again. */
export function TransitionSheet({ stage, enabled, reason, by, left, top, onSend, onClose }: TransitionSheetProps) {
  const [text, setText] = useState("");
  const field = useId();
  if (!enabled) {
    return (
      <Sheet label={`${stage} is closed`} left={left} top={top} onClose={onClose}>
        <strong className="ps-sheet-title">{stage} is closed</strong>
        <p className="ps-sheet-text">{closedWords(by, reason)}</p>
        <div className="ps-sheet-row">
          <button type="button" className="ps-button" data-primary="" onClick={() => onSend(true, "")}>
            Enable transition
          </button>
          <button type="button" className="ps-link" onClick={onClose}>
            Cancel
          </button>
        </div>
      </Sheet>
    );
  }
  const send = () => {
    if (text.trim() !== "") onSend(false, text.trim());
  };
  return (
    <Sheet label={`Disable the transition into ${stage}`} left={left} top={top} onClose={onClose}>
      <strong className="ps-sheet-title">Disable the transition into {stage}?</strong>
      <p className="ps-sheet-text">Executions wait at its door until it is enabled again.</p>
      <label className="ps-sheet-label" htmlFor={field}>
        Reason
      </label>
      <textarea
        id={field}
        className="ps-field"
        rows={2}
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className="ps-sheet-row">
        <button type="button" className="ps-button" data-danger="" disabled={text.trim() === ""} onClick={send}>
          Disable transition
        </button>
        <button type="button" className="ps-link" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Sheet>
  );
}

/** `Transition disabled by Dana: freeze until Tue 08:00.` */
export function closedWords(by: string | undefined, reason: string | undefined): string {
  const words = `Transition disabled${by ? ` by ${by}` : ""}${reason ? `: ${reason}` : ""}`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
