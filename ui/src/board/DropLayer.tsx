/** What a drag shows over the board: the slot with its sentence, wires that would break, the carried card, and why not. */
import { useEffect, useMemo, type CSSProperties, type RefObject } from "react";
import { createPortal } from "react-dom";
import { describeAction, findAction, findStage, gates, glyphOf, isRuled, judge, sameSlot, slotAt, slotsOf, type ActionId, type BoardLayout, type Carried, type Pipeline, type PlacedSlot, type Slot, type Verdict } from "../document";
import { Glyph, StatusIcon } from "../glyphs";
import { letGo, useCarry, type Held } from "./carry";

export interface DropLayerProps {
  readonly board: BoardLayout;
  readonly pipeline: Pipeline;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onPlace: (carried: Carried, slot: Slot, copy: boolean) => void;
  readonly onConnect: (from: ActionId, to: ActionId) => void;
}

/** Why a wire cannot end on a card; undefined when it can. */
function wireFault(board: BoardLayout, pipeline: Pipeline, from: ActionId, to: ActionId): string | undefined {
  const a = board.flow.places.get(from);
  const b = board.flow.places.get(to);
  const name = findAction(pipeline, from)?.name ?? from;
  if (from === to) return "An action cannot take its own output.";
  if (!a || !b) return undefined;
  if (findAction(pipeline, to)?.typeId.category === "Approval") return "An approval takes no artifacts.";
  if (a.stage === b.stage && a.step === b.step) return `${name} runs in the same step: its output is not there yet.`;
  return a.stage < b.stage || (a.stage === b.stage && a.step < b.step) ? undefined : `${name} runs later: its output is not there yet.`;
}

export function DropLayer(props: DropLayerProps) {
  const { board, pipeline, canvas, scroller, onPlace, onConnect } = props;
  const held = useCarry((state) => state.held);
  const carried = held?.what.kind === "wire" ? undefined : held?.what;
  const slot = held?.slot;
  const slotKey = slot === undefined ? "" : JSON.stringify(slot.slot);
  const copy = held?.copy ?? false;
  const verdict = useMemo((): Verdict | undefined => (carried && slotKey !== "" ? judge(pipeline, carried, JSON.parse(slotKey) as Slot, copy, board) : undefined), [pipeline, carried, slotKey, copy, board]);

  useEffect(() => {
    const locate = (what: Held["what"], x: number, y: number): Pick<Held, "slot" | "over"> => {
      const box = canvas.current?.getBoundingClientRect();
      const outer = scroller.current?.getBoundingClientRect();
      const none = { slot: undefined, over: undefined };
      if (!box || !outer || x < outer.left || x > outer.right || y < outer.top || y > outer.bottom) return none;
      const [px, py] = [x - box.left, y - box.top];
      if (what.kind !== "wire") return { slot: slotAt(board, what.kind, px, py), over: undefined };
      const cell = board.cells.find(({ kind, rect }) => kind === "action" && px >= rect.x - 8 && px <= rect.x + rect.width + 8 && py >= rect.y - 8 && py <= rect.y + rect.height + 8);
      return { slot: undefined, over: cell?.id };
    };
    const verdictOf = (one: Held) => (one.what.kind === "wire" || one.slot === undefined ? undefined : judge(pipeline, one.what, one.slot.slot, one.copy, board));
    useCarry.setState({
      target: {
        scroller: () => scroller.current,
        locate,
        put: (one) => {
          if (one.what.kind === "wire") {
            if (one.over === undefined) return true;
            if (wireFault(board, pipeline, one.what.from, one.over) !== undefined) return one.over === one.what.from;
            onConnect(one.what.from, one.over);
            return true;
          }
          if (one.slot === undefined) return true;
          if (verdictOf(one)?.illegal !== undefined) return false;
          onPlace(one.what, one.slot.slot, one.copy);
          return true;
        },
        instead: () => {
          const { held: now } = useCarry.getState();
          return now && verdictOf(now)?.instead?.slot;
        },
        putAt: (one, at) => {
          if (one.what.kind !== "wire") onPlace(one.what, at, one.copy);
        },
      },
    });
    return () => useCarry.setState({ target: undefined });
  }, [board, pipeline, canvas, scroller, onPlace, onConnect]);

  if (held === undefined) return null;
  const fault = held.what.kind === "wire" ? (held.over === undefined ? undefined : wireFault(board, pipeline, held.what.from, held.over)) : verdict?.illegal;
  const box = canvas.current?.getBoundingClientRect();
  return (
    <>
      {carried && isRuled(carried) ? slotsOf(board, carried.kind).map((one) => <GateZone key={JSON.stringify(one.slot)} placed={one} chosen={sameSlot(one.slot, slot?.slot)} bad={verdict?.illegal !== undefined} />) : slot && verdict ? <SlotMark placed={slot} verdict={verdict} /> : null}
      {verdict?.breaks.map(({ action, artifact, why }) => {
        const rect = board.cellOf.get(action)?.rect;
        return rect ? (
          <span key={`${action} ${artifact}`} className="ps-breaks" style={{ left: rect.x - 3, top: rect.y - 3, width: rect.width + 6, height: rect.height + 6 }}>
            <span>
              {artifact}: {why}
            </span>
          </span>
        ) : null;
      })}
      {held.what.kind === "wire" && box ? <WireEnd board={board} held={held} from={held.what.from} left={box.left} top={box.top} broken={fault !== undefined} /> : null}
      {held.by === "pointer"
        ? createPortal(<Pointer held={held} pipeline={pipeline} verdict={verdict} fault={fault} onPlace={onPlace} />, document.body)
        : held.slot && verdict
          ? <Says held={held} verdict={verdict} fault={fault} style={{ left: held.slot.rect.x, top: held.slot.rect.y + Math.min(held.slot.rect.height, 96) + 8 }} onPlace={onPlace} />
          : null}
    </>
  );
}

function SlotMark({ placed, verdict }: { readonly placed: PlacedSlot; readonly verdict: Verdict }) {
  const { rect, slot } = placed;
  const bad = verdict.illegal !== undefined ? "illegal" : verdict.breaks.length > 0 ? "breaks" : undefined;
  return (
    <div className="ps-slot" data-kind={slot.kind} data-bad={bad} style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}>
      {slot.kind !== "step" ? null : <span>{verdict.sentence}</span>}
    </div>
  );
}

/** One of the three gates that unfold on every lane while a rule or a condition is carried. */
function GateZone({ placed, chosen, bad }: { readonly placed: PlacedSlot; readonly chosen: boolean; readonly bad: boolean }) {
  const { rect, slot } = placed;
  if (slot.kind !== "gate") return null;
  return (
    <div className="ps-slot" data-kind="gate" data-chosen={chosen ? "" : undefined} data-bad={chosen && bad ? "illegal" : undefined} style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}>
      <span>{gates.find(({ gate }) => gate === slot.gate)?.title}</span>
    </div>
  );
}

/** What the ghost is called. */
function nameOf(what: Carried, pipeline: Pipeline): string {
  switch (what.kind) {
    case "actions":
      return findAction(pipeline, what.ids[0] ?? "")?.name ?? "";
    case "new":
    case "rule":
      return what.label;
    case "stage":
      return findStage(pipeline, what.stage)?.name ?? "";
    case "condition":
      return `${gates.find(({ gate }) => gate === what.gate)?.title ?? ""} condition`;
  }
}

function Pointer({ held, pipeline, verdict, fault, onPlace }: { readonly held: Held; readonly pipeline: Pipeline; readonly verdict: Verdict | undefined; readonly fault: string | undefined; readonly onPlace: DropLayerProps["onPlace"] }) {
  const { what, x, y } = held;
  const first = what.kind === "actions" ? findAction(pipeline, what.ids[0] ?? "") : undefined;
  const left = Math.min(x + 12, window.innerWidth - 300);
  const top = Math.min(y + (what.kind === "wire" ? 16 : first ? 84 : 64), window.innerHeight - 130);
  return (
    <div className="ps-drag" data-asking={held.asking ? "" : undefined}>
      {what.kind === "wire" ? null : (
        <div className="ps-carried" style={{ translate: `${x + 12}px ${y + 10}px` }}>
          <span className="ps-card-name">
            <Glyph name={first ? glyphOf(first.typeId, first.name) : what.kind === "new" ? glyphOf(what.type) : isRuled(what) ? "shield" : "layers"} />
            <span className="ps-clip">{nameOf(what, pipeline)}</span>
            {what.kind === "actions" && what.ids.length > 1 ? <span className="ps-chip">{what.ids.length}</span> : null}
            {held.copy ? <Glyph name="plus" size={14} /> : null}
          </span>
          {first ? <span className="ps-card-meaning ps-clip">{describeAction(first)}</span> : null}
        </div>
      )}
      <Says held={held} verdict={verdict} fault={fault} style={{ translate: `${left}px ${top}px` }} onPlace={onPlace} fixed />
    </div>
  );
}

interface SaysProps {
  readonly held: Held;
  readonly verdict: Verdict | undefined;
  readonly fault: string | undefined;
  readonly style: CSSProperties;
  readonly onPlace: DropLayerProps["onPlace"];
  readonly fixed?: boolean;
}

/** The sentence at the pointer: what the drop does, or why it cannot be, with the way out. */
function Says({ held, verdict, fault, style, onPlace, fixed = false }: SaysProps) {
  const wire = held.what.kind === "wire";
  const carried = held.what.kind === "wire" ? undefined : held.what;
  const text = fault ?? verdict?.sentence ?? (wire ? (held.over === undefined ? "Drop on the action that takes it" : "Connect") : held.by === "pointer" ? carried && isRuled(carried) ? "Drop on a gate of a stage" : "Drop on a step, between steps or between stages" : "");
  const instead = verdict?.instead;
  return (
    <div className="ps-says" data-fixed={fixed ? "" : undefined} role={held.asking ? "alertdialog" : undefined} aria-label={held.asking ? "It cannot stand there" : undefined} style={style}>
      <p data-bad={fault === undefined ? undefined : ""}>
        {fault === undefined ? null : <StatusIcon status="failed" />}
        {text}
      </p>
      {verdict && verdict.breaks.length > 0 ? (
        <p data-bad="">
          <StatusIcon status="failed" />
          {verdict.breaks.length === 1 ? "1 wire breaks" : `${verdict.breaks.length} wires break`}: {verdict.breaks.slice(0, 2).map(({ action, artifact, why }) => `${action.split("/").at(-1) ?? ""} needs ${artifact}, ${why}`).join("; ")}
        </p>
      ) : null}
      {instead && carried && held.asking ? (
        <p>
          <button
            type="button"
            className="ps-button"
            data-primary=""
            autoFocus
            onClick={() => {
              letGo();
              onPlace(carried, instead.slot, held.copy);
            }}
          >
            {instead.sentence}
          </button>
        </p>
      ) : instead && held.by === "pointer" ? (
        <p className="ps-secondary">
          <kbd>Tab</kbd> {instead.sentence}
        </p>
      ) : null}
      {held.asking ? (
        <p>
          <button type="button" className="ps-button" autoFocus={instead === undefined} onClick={letGo}>
            {held.copy || held.what.kind === "new" ? "Do not add it" : "Leave it where it was"}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function WireEnd({ board, held, from, left, top, broken }: { readonly board: BoardLayout; readonly held: Held; readonly from: ActionId; readonly left: number; readonly top: number; readonly broken: boolean }) {
  const start = board.cellOf.get(from)?.rect;
  if (!start) return null;
  const end = held.over === undefined ? undefined : board.cellOf.get(held.over)?.rect;
  const [x, y] = [held.x - left, held.y - top];
  return (
    <svg className="ps-wire-end" width={board.width} height={board.height} aria-hidden data-broken={broken ? "" : undefined}>
      <path d={`M${start.x + start.width} ${start.y + start.height / 2}L${x} ${y}`} />
      <circle cx={start.x + start.width} cy={start.y + start.height / 2} r={4} />
      {end ? <rect x={end.x - 2} y={end.y - 2} width={end.width + 4} height={end.height + 4} rx={9} /> : null}
    </svg>
  );
}

/** What a screen reader is told about what is carried. */
export function useCarriedWords(pipeline: Pipeline, board: BoardLayout): string {
  const held = useCarry((state) => (state.held?.by === "keyboard" ? state.held : undefined));
  return useMemo(() => {
    if (held?.slot === undefined || held.what.kind === "wire") return "";
    const { sentence, illegal, breaks } = judge(pipeline, held.what, held.slot.slot, held.copy, board);
    const broken = breaks.map(({ action, artifact, why }) => `${action.split("/").at(-1) ?? ""} needs ${artifact}, ${why}`);
    return [sentence, ...(illegal === undefined ? [] : [illegal]), ...broken].join(". ");
  }, [held, pipeline, board]);
}

export { sameSlot };
