/** Marks between and on lanes: gates, stubs of far wires, and the note of a closed transition. */
import type { Rect, StageId, Stub as StubLayout } from "../document";
import { Glyph } from "../glyphs";
import { closedWords } from "./Popovers";
import type { Transition } from "./types";

interface GateProps {
  readonly id: StageId;
  readonly stage: string;
  readonly x: number;
  readonly y: number;
  readonly transition: Transition | undefined;
  readonly active: boolean;
  readonly tabStop: boolean;
}

export function GateMark({ id, stage, x, y, transition, active, tabStop }: GateProps) {
  const closed = transition?.enabled === false;
  const label = closed ? `Transition into ${stage} is disabled. ${closedWords(transition.by, transition.reason)}` : `Transition into ${stage}`;
  const mark = (
    <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden>
      {closed ? (
        <>
          <rect className="ps-gate-closed" x={1} y={1} width={18} height={18} rx={4} />
          <path className="ps-gate-bars" d="M7.5 6v8M12.5 6v8" />
        </>
      ) : (
        <path className="ps-gate-open" d="M10 1.5L18.5 10L10 18.5L1.5 10z" />
      )}
    </svg>
  );
  const style = { left: x - 12, top: y - 12 };
  if (!active) {
    return (
      <span className="ps-gate" style={style} title={label}>
        {mark}
      </span>
    );
  }
  return (
    <button type="button" className="ps-gate" style={style} title={label} aria-label={label} tabIndex={tabStop ? 0 : -1} data-stop={`gate:${id}`}>
      {mark}
    </button>
  );
}

export function StubMark({ stub, state }: { readonly stub: StubLayout; readonly state: "lit" | "faded" | undefined }) {
  const { x, y, width } = stub.rect;
  return (
    <span
      className="ps-stub"
      data-state={state}
      data-broken={stub.broken === undefined ? undefined : ""}
      data-artifact={stub.artifacts[0]}
      style={{ left: x, top: y, width }}
      title={stub.title}
    >
      {stub.broken === undefined ? <i className="ps-seed" data-seed={stub.seed} /> : null}
      {stub.end === "consumer" ? <Arrow back /> : null}
      <span className="ps-clip">{stub.name}</span>
      {stub.end === "producer" ? (
        <>
          <Arrow />
          <span className="ps-stub-target ps-clip">{stub.target}</span>
        </>
      ) : null}
    </span>
  );
}

function Arrow({ back = false }: { readonly back?: boolean }) {
  return (
    <svg className="ps-arrow" width={6} height={8} viewBox="0 0 6 8" aria-hidden>
      <path d={back ? "M5.5 1L1 4l4.5 3z" : "M.5 1L5 4 .5 7z"} fill="currentColor" />
    </svg>
  );
}

interface ClosedNoteProps {
  readonly rect: Rect;
  readonly name: string;
  readonly transition: Transition;
  readonly onEnable: (() => void) | undefined;
}

export function ClosedNote({ rect, name, transition, onEnable }: ClosedNoteProps) {
  return (
    <div className="ps-note" style={{ left: rect.x, top: rect.y, width: rect.width }}>
      <Glyph name="closed" />
      <div>
        <strong className="ps-tone-error">{name} is closed</strong>
        <p>
          {closedWords(transition.by, transition.reason)}{" "}
          {onEnable ? (
            <button type="button" className="ps-link" tabIndex={-1} onClick={onEnable}>
              Enable
            </button>
          ) : null}
        </p>
      </div>
    </div>
  );
}
