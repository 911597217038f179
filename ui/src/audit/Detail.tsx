/** One record: what it says in words, and the whole of it. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { TrailRow } from "../generated/studio";
import { Glyph, StatusIcon } from "../glyphs";
import { formatRoute } from "../state/route";
import { useView } from "../state/view";
import { fullTime, zoneName, zoneOf } from "../shell/time";
import { executionOf, linesOf } from "./record";

interface Props {
  readonly row: TrailRow;
  readonly place: string;
  readonly utc: boolean;
  readonly onClose: () => void;
}

export function Detail({ row, place, utc, onClose }: Props) {
  const execution = executionOf(row);
  const close = useRef<HTMLButtonElement>(null);
  // The focus comes here and goes back to the event's name.
  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const board = row.pipeline == null || execution === null ? null : formatRoute({ page: "pipeline", subject: { kind: "pipeline", place, name: row.pipeline }, mode: "run", execution, action: null });
  return (
    <aside
      className="ps-record"
      aria-labelledby="ps-record-title"
      data-region
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className="ps-record-head">
        <div>
          <h2 id="ps-record-title">{row.name}</h2>
          <p className="ps-secondary">
            {fullTime(row.timeMs, zoneOf(utc))} {zoneName(utc)}
          </p>
        </div>
        <button ref={close} type="button" className="ps-icon-button" aria-label="Close the record" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      {row.errorCode == null ? null : (
        <div className="ps-record-error">
          <StatusIcon status="failed" />
          <p>
            <strong className="ps-tone-error">{row.errorCode}</strong> {row.errorMessage}
          </p>
        </div>
      )}
      <dl className="ps-record-facts">
        <Fact name="Who">{row.who}</Fact>
        {row.whoArn === "" ? null : (
          <Fact name="ARN">
            <span className="ps-mono">{row.whoArn}</span>
          </Fact>
        )}
        {row.pipeline == null ? null : <Fact name="On">{row.pipeline}</Fact>}
        {execution === null ? null : (
          <Fact name="Execution">
            <span className="ps-mono">{execution}</span>{" "}
            {board === null ? null : (
              <a className="ps-row-link" href={board}>
                Show the run
              </a>
            )}
          </Fact>
        )}
        <Fact name="From">{row.from === "" ? "Not recorded" : <span className="ps-mono">{row.from}</span>}</Fact>
        <Fact name="User agent">{row.userAgent === "" ? "Not recorded" : row.userAgent}</Fact>
        <Fact name="Effect">{row.readOnly ? "Only reads" : "Changes something"}</Fact>
        <Fact name="Event ID">
          <span className="ps-mono">{row.id}</span>
        </Fact>
      </dl>
      <RecordText record={row.record} />
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RecordText({ record }: { readonly record: unknown }) {
  const [copied, setCopied] = useState(false);
  const lines = linesOf(record);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(lines.map((line) => line.text).join("\n"));
      setCopied(true);
    } catch {
      useView.getState().say({ kind: "error", text: "The record could not be copied", detail: "Select the text of the record and copy it." });
    }
  };
  return (
    <>
      <div className="ps-record-bar">
        <h3>CloudTrail record</h3>
        <span role="status" className="ps-secondary">
          {copied ? "Copied" : ""}
        </span>
        <button type="button" className="ps-link" aria-label="Copy the record" onClick={() => void copy()}>
          Copy
        </button>
      </div>
      <pre className="ps-mono ps-record-text" tabIndex={0} aria-label="CloudTrail record as JSON">
        {lines.map((line, index) => (
          <span key={index} data-fault={line.fault || undefined}>
            {line.text}
            {"\n"}
          </span>
        ))}
      </pre>
    </>
  );
}
