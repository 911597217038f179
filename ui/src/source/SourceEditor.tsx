/** The whole definition as text, in step with the board: the same thing is selected in both. */
import { useMemo, useRef } from "react";
import { spanOf, targetAt, type Definition, type Span, type Target } from "../document";
import { CodeView, type TextProblem } from "./CodeView";

export interface SourceEditorProps {
  readonly definition: Definition;
  readonly selection?: Target | undefined;
  readonly problems?: readonly TextProblem[] | undefined;
  readonly readOnly?: boolean;
  /** A place to show instead of the selection's. */
  readonly shown?: Span | undefined;
  /** The whole text after a change by hand. */
  readonly onChange: (text: string) => void;
  /** The cursor stands in something else now. */
  readonly onSelect?: ((target: Target) => void) | undefined;
}

export default function SourceEditor({ definition, selection, problems, readOnly = false, shown, onChange, onSelect }: SourceEditorProps) {
  const told = useRef<string | undefined>(undefined);
  const span = selection === undefined || selection.kind === "pipeline" ? undefined : spanOf(definition, selection);
  const all = useMemo(
    () => [...definition.faults.map((fault): TextProblem => ({ ...fault, severity: "error" })), ...(problems ?? [])],
    [definition.faults, problems],
  );
  const key = selection === undefined ? undefined : JSON.stringify(selection);
  const crlf = definition.text.includes("\r\n");
  return (
    <CodeView
      text={definition.text}
      format={definition.format}
      label={`Definition of ${definition.pipeline.name || "the pipeline"}`}
      readOnly={readOnly}
      problems={all}
      marked={shown ?? span}
      // A selection that came from the cursor is in view already.
      reveal={shown !== undefined ? shown.from : key === undefined || span === undefined ? undefined : revealed(key, span.from)}
      onChange={(text) => onChange(crlf ? text.replace(/\n/g, "\r\n") : text)}
      onCursor={(offset) => {
        const target = targetAt(definition, crlf ? fromEditor(definition.text, offset) : offset);
        const next = JSON.stringify(target);
        if (next === key) return;
        told.current = next;
        onSelect?.(target);
      }}
    />
  );

  function revealed(now: string, from: number): number | undefined {
    return told.current === now ? undefined : from;
  }
}

/** An editor offset (line breaks of one character) in a text with \r\n. */
function fromEditor(text: string, offset: number): number {
  let at = 0;
  for (let seen = 0; seen < offset && at < text.length; seen++) at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
  return at;
}
