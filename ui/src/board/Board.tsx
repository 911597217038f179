/**
 * The board: stages as lanes, steps as bands, actions as cards, artifacts as wires and stubs. It
 * shows a definition and, in run mode, the state of its executions over it. It owns focus, hover
 * and its two small dialogs; selection and every consequence belong to the caller.
 */
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from "react";
import {
  actionsOf,
  bottom,
  layout as layOut,
  measures,
  right,
  sameSlot,
  slotsOf,
  trailOf,
  trailOfArtifact,
  type Action,
  type ActionId,
  type BoardLayout,
  type Carried,
  type Cell,
  type Lane as LaneLayout,
  type Pipeline,
  type Rect,
  type Slot,
  type Stage,
  type StageId,
  type Stub as StubLayout,
  type Target,
  type Trail,
} from "../document";
import { Glyph } from "../glyphs";
import { useAnnouncements } from "./announce";
import { Card, Decide, ProblemBadge } from "./Card";
import { letGo, moveTo, pickUp, putDown, takeUp, useCarry } from "./carry";
import { DropLayer, useCarriedWords } from "./DropLayer";
import { EmptyBoard, type FirstStage } from "./EmptyBoard";
import { actionLabel, failureWords, stageSummary } from "./labels";
import { OverviewBoard } from "./OverviewBoard";
import { closedWords, Decision, TransitionSheet } from "./Popovers";
import { neighbour, stopsOf, type Stop } from "./stops";
import { commonName, countWords, StackCard, StackList, stateOf } from "./Stack";
import { Strip } from "./Strip";
import type {
  ActionPlan,
  ActionStatus,
  BoardCallbacks,
  BoardMode,
  BoardProblem,
  StageExecution,
  Transition,
  WireMode,
  ZoomLevel,
} from "./types";
import { Wires } from "./Wires";
import "./board.css";

export interface BoardProps extends BoardCallbacks {
  readonly pipeline: Pipeline;
  readonly mode: BoardMode;
  readonly zoom?: ZoomLevel;
  readonly wires?: WireMode;
  readonly selection?: Target | undefined;
  readonly statuses?: ReadonlyMap<ActionId, ActionStatus> | undefined;
  readonly plans?: ReadonlyMap<ActionId, ActionPlan> | undefined;
  readonly executions?: ReadonlyMap<StageId, StageExecution> | undefined;
  /** Transitions by the stage they lead into; absent ones are enabled. */
  readonly transitions?: ReadonlyMap<StageId, Transition> | undefined;
  readonly problems?: ReadonlyMap<ActionId, readonly BoardProblem[]> | undefined;
  readonly stageProblems?: ReadonlyMap<StageId, readonly BoardProblem[]> | undefined;
  /** Whether a rejection must have a comment. */
  readonly rejectNeedsComment?: boolean;
  /** Single-letter keys; a setting can turn them off. */
  readonly letterKeys?: boolean;
  /** The strip with the whole pipeline under the board. */
  readonly strip?: boolean;
  /** Actions that are chosen together with the selected one. */
  readonly marked?: ReadonlySet<ActionId> | undefined;
  /** Something was put to a place: the board can be edited only with this. */
  readonly onPlace?: ((carried: Carried, slot: Slot, copy: boolean) => void) | undefined;
  /** A wire was drawn between two actions. */
  readonly onConnect?: ((from: ActionId, to: ActionId) => void) | undefined;
  readonly onMark?: ((marked: readonly ActionId[]) => void) | undefined;
  /** On the empty board: a first stage is wanted. */
  readonly onStart?: ((stage: FirstStage) => void) | undefined;
  /** On the empty board, under the ghost lanes: templates and hints. */
  readonly empty?: ReactNode;
  readonly ref?: Ref<BoardHandle>;
}

export interface BoardHandle {
  /** Puts the keyboard focus on the board. */
  focus(): void;
  /** Scrolls a target into view. */
  reveal(target: Target): void;
  /** Opens the comment popover of a waiting approval. */
  decide(action: ActionId, answer: "approve" | "reject"): void;
  /** Takes actions up with the keyboard: arrow keys move them from place to place, Enter puts them down. */
  cut(carried: Carried): void;
}

const nothing: readonly BoardProblem[] = [];
/** An action that its execution has not reached. */
const notStarted: ActionStatus = { status: "not-started" };
const noLinks: ReadonlySet<number> = new Set();
/** Above this many visible wires, Auto shows only the selected action's. */
const mostWires = 150;

type Sheet =
  | { readonly kind: "decide"; readonly action: ActionId; readonly answer: "approve" | "reject" }
  | { readonly kind: "transition"; readonly stage: StageId }
  | { readonly kind: "stack"; readonly cell: string };

/** What a trail is looked at from. */
type Look = { readonly at: "action"; readonly id: ActionId } | { readonly at: "artifact"; readonly name: string };

export function Board(props: BoardProps) {
  const { pipeline, mode, zoom = "normal", wires = "auto", selection, statuses, transitions, ref } = props;
  const run = mode === "run";
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const editable = !run && zoom === "normal" && props.onPlace !== undefined;
  const carrying = useCarry((state) => (state.held?.what.kind === "actions" ? state.held.what.ids : undefined));
  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const [keyboard, setKeyboard] = useState(false);
  const [hover, setHover] = useState<Look | undefined>(undefined);
  const [pinned, setPinned] = useState<Look | undefined>(undefined);
  const [sheet, setSheet] = useState<Sheet | undefined>(undefined);

  const closed = useMemo(
    () => (run ? new Set([...(transitions ?? [])].filter(([, t]) => !t.enabled).map(([stage]) => stage)) : new Set<StageId>()),
    [run, transitions],
  );
  const board = useMemo(() => layOut(pipeline, { mode, closed }), [pipeline, mode, closed]);
  const actions = useMemo(() => new Map(actionsOf(pipeline).map((action) => [action.id, action])), [pipeline]);
  const gates = run && props.onToggleTransition !== undefined && zoom === "normal";
  const shownProblems = run ? undefined : props.problems;
  const labels = useMemo(
    () =>
      new Map(
        board.cells.flatMap((cell) => {
          const action = cell.kind === "action" ? actions.get(cell.id) : undefined;
          return action ? [[cell.id, actionLabel(action, pipeline, board, cell, run ? (statuses?.get(cell.id) ?? notStarted) : undefined, shownProblems?.get(cell.id) ?? nothing)] as const] : [];
        }),
      ),
    [board, actions, pipeline, run, statuses, shownProblems],
  );
  const stops = useMemo(() => stopsOf(board, gates), [board, gates]);

  const slots = useMemo(() => (editable ? slotsOf(board, "actions") : []), [editable, board]);
  const carriedWords = useCarriedWords(pipeline, board);
  const selectedStop = stopOf(selection, board);
  const focused = stops.find((stop) => stop.id === focusId) ?? stops.find((stop) => stop.id === selectedStop) ?? stops[0];
  const announcements = useAnnouncements(run ? statuses : undefined);

  // What is lit: the pinned or pointed-at trail, else the own wires of the selection.
  const focusLook: Look | undefined = keyboard && focused?.kind === "cell" && focused.cell?.kind === "action" ? { at: "action", id: focused.cell.id } : undefined;
  const look = pinned ?? hover ?? focusLook;
  const trail = useMemo((): Trail | undefined => {
    if (!look) return undefined;
    const found = look.at === "action" ? trailOf(board.flow, look.id) : trailOfArtifact(board.flow, look.name);
    // An action without artifacts has no trail: fading all others would say nothing.
    return found.links.size === 0 ? undefined : found;
  }, [look, board]);
  const selectedAction = selection?.kind === "action" ? selection.action : undefined;
  const own = useMemo(() => {
    if (selectedAction === undefined) return noLinks;
    return new Set(board.flow.links.flatMap((link, i) => (link.from === selectedAction || link.to === selectedAction ? [i] : [])));
  }, [board, selectedAction]);
  const lit = trail?.links ?? own;

  const visibleWires = useMemo(() => {
    const near = board.wires.filter((wire) => !wire.long);
    const only = wires === "selection" || (wires === "auto" && near.length > mostWires);
    if (wires === "off") return [];
    if (wires === "all") return board.wires;
    if (only) return board.wires.filter((wire) => wire.links.some((link) => lit.has(link)));
    return pinned ? board.wires.filter((wire) => !wire.long || wire.links.some((link) => lit.has(link))) : near;
  }, [board, wires, lit, pinned]);

  const stopElement = useCallback(
    (id: string) => scroller.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"]`),
    [],
  );
  const focusStop = useCallback(
    (id: string) => {
      setFocusId(id);
      const element = stopElement(id);
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    [stopElement],
  );
  const openSheet = useCallback((next: Sheet) => setSheet(next), []);
  const closeSheet = useCallback(() => {
    setSheet(undefined);
    if (focusId !== undefined) stopElement(focusId)?.focus({ preventScroll: true });
  }, [focusId, stopElement]);

  useImperativeHandle(ref, () => ({
    focus: () => {
      const id = selectedStop ?? focused?.id;
      if (id !== undefined) focusStop(id);
    },
    reveal: (target) => {
      const id = stopOf(target, board);
      if (id !== undefined) stopElement(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    decide: (action, answer) => openSheet({ kind: "decide", action, answer }),
    cut: (carried) => {
      if (!editable) return;
      const id = carried.kind === "actions" ? carried.ids[0] : undefined;
      const cell = id === undefined ? undefined : board.cellOf.get(id);
      const order = cell && board.lanes[cell.lane]?.bands[cell.band]?.runOrder;
      const own = slots.find(({ slot }) => slot.kind === "band" && slot.runOrder === order && slot.stage === board.lanes[cell?.lane ?? -1]?.stage);
      takeUp(carried, own ?? slots[0]);
      if (focused) stopElement(focused.id)?.focus({ preventScroll: true });
    },
  }));

  // A selection made elsewhere comes into view.
  const revealed = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (selectedStop !== undefined && selectedStop !== revealed.current && !scroller.current?.contains(document.activeElement)) {
      stopElement(selectedStop)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    revealed.current = selectedStop;
  }, [selectedStop, stopElement]);

  // ---------------------------------------------------------------- pointer

  const under = (target: EventTarget) => {
    const element = target instanceof Element ? target : undefined;
    return {
      stop: element?.closest<HTMLElement>("[data-stop], [data-for]") ?? undefined,
      artifact: element?.closest<HTMLElement>("[data-artifact]")?.dataset.artifact,
      button: element?.closest("button") ?? undefined,
    };
  };

  const onPointerOver = (event: PointerEvent) => {
    // While something is carried, its own marks say what matters.
    if (useCarry.getState().held !== undefined) return;
    const { stop, artifact } = under(event.target);
    const next: Look | undefined = artifact !== undefined ? { at: "artifact", name: artifact } : stop?.dataset.action !== undefined ? { at: "action", id: stop.dataset.action } : undefined;
    setHover((now) => (sameLook(now, next) ? now : next));
  };

  const onClick = (event: MouseEvent) => {
    const { stop, artifact, button } = under(event.target);
    if (artifact !== undefined) {
      const next: Look = { at: "artifact", name: artifact };
      setPinned((now) => (sameLook(now, next) ? undefined : next));
      return;
    }
    const hit = stops.find((one) => one.id === (stop?.dataset.stop ?? stop?.dataset.for));
    if (!hit) {
      if (!button) setPinned(undefined);
      return;
    }
    setKeyboard(false);
    setFocusId(hit.id);
    if (hit.cell?.kind === "action" && props.onMark && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      mark(hit.cell.id);
      return;
    }
    if (button && button !== stop) return;
    if (hit.kind === "gate") openSheet({ kind: "transition", stage: hit.stage });
    else if (hit.cell?.kind === "stack") openSheet({ kind: "stack", cell: hit.cell.id });
    else choose(hit, props.onSelect);
  };

  /** Adds an action to those chosen, or takes it out. */
  const mark = (id: ActionId) => {
    const now = new Set([...(props.marked ?? []), ...(selectedAction === undefined ? [] : [selectedAction])]);
    if (now.has(id)) now.delete(id);
    else now.add(id);
    props.onMark?.([...now]);
  };

  const onPointerDown = (event: PointerEvent) => {
    if (!editable || event.button !== 0 || sheet) return;
    setHover(undefined);
    const element = event.target instanceof Element ? event.target : undefined;
    const port = element?.closest<HTMLElement>("[data-port]")?.dataset.port;
    if (port !== undefined) {
      pickUp(event, { kind: "wire", from: port });
      return;
    }
    const id = element?.closest<HTMLElement>("[data-action]")?.dataset.action;
    if (id !== undefined && board.cellOf.get(id)?.kind === "action") {
      pickUp(event, { kind: "actions", ids: props.marked?.has(id) === true ? actionsOf(pipeline).map((one) => one.id).filter((one) => props.marked?.has(one)) : [id] });
      return;
    }
    const stage = element?.closest<HTMLElement>(".ps-lane-head")?.dataset.stop;
    if (stage !== undefined) pickUp(event, { kind: "stage", stage: stage.slice("stage:".length) });
  };

  const onDoubleClick = (event: MouseEvent) => {
    const { stop, button } = under(event.target);
    const hit = stops.find((one) => one.id === (stop?.dataset.stop ?? stop?.dataset.for));
    if (hit && !button && hit.kind !== "gate") choose(hit, props.onOpen);
  };

  const onContextMenu = (event: MouseEvent) => {
    const { stop } = under(event.target);
    if (stop && menu(stop.dataset.stop ?? stop.dataset.for ?? "", new DOMRect(event.clientX, event.clientY, 0, 0))) event.preventDefault();
  };

  const menu = (id: string, anchor?: DOMRect): boolean => {
    const hit = stops.find((one) => one.id === id);
    const rect = anchor ?? stopElement(id)?.getBoundingClientRect();
    if (!hit || !rect) return false;
    if (hit.kind === "cell" && hit.cell?.kind === "action" && props.onCardMenu) {
      props.onCardMenu(hit.cell.id, rect);
      return true;
    }
    if (hit.kind === "stage" && props.onStageMenu) {
      props.onStageMenu(hit.stage, rect);
      return true;
    }
    return false;
  };

  // ---------------------------------------------------------------- keyboard

  const onKeyDown = (event: KeyboardEvent) => {
    if (sheet || !focused) return;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
      setKeyboard(true);
    };
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    const held = useCarry.getState().held;
    if (held?.by === "keyboard" && !held.asking && held.what.kind !== "wire") {
      done();
      const at = Math.max(0, slots.findIndex((one) => sameSlot(one.slot, held.slot?.slot)));
      const here = slots[at];
      if (event.key === "Escape") letGo();
      else if (event.key === "Enter") putDown();
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") place(slots[at + (event.key === "ArrowDown" ? 1 : -1)]);
      else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        // The slot at the same height in the next lane.
        const step = event.key === "ArrowRight" ? 1 : -1;
        const beside = slots.filter((one) => one.slot.kind !== "gutter" && laneOf(one.slot) === laneOf(here?.slot) + step);
        place([...beside].sort((a, b) => Math.abs(a.rect.y - (here?.rect.y ?? 0)) - Math.abs(b.rect.y - (here?.rect.y ?? 0)))[0]);
      } else if (event.key === "Home") place(slots[0]);
      else if (event.key === "End") place(slots.at(-1));
      return;
    }
    // Commands work on what is selected: with the keyboard, that is what has the focus.
    if (editable && focused.id !== selectedStop && !/^(?:Arrow|Home|End|Page|Tab|Shift|Control|Alt|Meta|Escape|Enter$| $|F6)/.test(event.key)) choose(focused, props.onSelect);
    else if (editable && event.altKey && event.key.startsWith("Arrow") && focused.id !== selectedStop) choose(focused, props.onSelect);
    if (editable && event.shiftKey && !event.altKey && !event.ctrlKey && event.key.startsWith("Arrow")) {
      const next = neighbour(stops, focused, event.key);
      if (next?.cell?.kind === "action") {
        const more = [...(focused.cell?.kind === "action" ? [focused.cell.id] : []), ...(props.marked ?? []), next.cell.id];
        done();
        focusStop(next.id);
        props.onMark?.([...new Set(more)]);
        return;
      }
    }
    if (plain && !event.shiftKey) {
      const next = neighbour(stops, focused, event.key);
      if (next) {
        done();
        focusStop(next.id);
        return;
      }
    }
    if (event.key === "Enter" && plain) {
      done();
      if (focused.kind === "gate") openSheet({ kind: "transition", stage: focused.stage });
      else if (focused.cell?.kind === "stack") openSheet({ kind: "stack", cell: focused.cell.id });
      else choose(focused, props.onOpen);
    } else if (event.key === " " && plain) {
      done();
      if (focused.kind === "gate") openSheet({ kind: "transition", stage: focused.stage });
      else if (focused.cell?.kind === "stack") openSheet({ kind: "stack", cell: focused.cell.id });
      else choose(focused, props.onSelect);
    } else if (event.key === "Escape" && pinned) {
      done();
      setPinned(undefined);
    } else if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
      if (menu(focused.id)) done();
    } else if (plain && props.letterKeys !== false) {
      const cell = focused.cell;
      if (event.key === "." && cell?.kind === "action") {
        done();
        const next: Look = { at: "action", id: cell.id };
        setPinned((now) => (sameLook(now, next) ? undefined : next));
      } else if (run && cell?.kind === "action" && statuses?.get(cell.id)?.status === "waiting" && /^[ar]$/i.test(event.key)) {
        done();
        openSheet({ kind: "decide", action: cell.id, answer: event.key.toLowerCase() === "a" ? "approve" : "reject" });
      }
    }
  };

  const place = (one: (typeof slots)[number] | undefined) => {
    if (one === undefined) return;
    moveTo(one);
    scroller.current?.scrollTo({ left: Math.max(0, one.rect.x - 200), top: Math.max(0, one.rect.y - 160) });
  };
  const laneOf = (slot: Slot | undefined) => (slot === undefined ? 0 : slot.kind === "gutter" ? slot.index : board.lanes.findIndex((lane) => lane.stage === slot.stage));

  const sheetView = sheet && (
    <SheetView
      sheet={sheet}
      board={board}
      actions={actions}
      pipeline={pipeline}
      props={props}
      onClose={closeSheet}
      onSelectAction={(id) => {
        setSheet(undefined);
        props.onSelect?.({ kind: "action", action: id });
      }}
    />
  );

  const tree = pipeline.stages.length === 0 && !run ? (
    <EmptyBoard onStart={props.onStart}>{props.empty}</EmptyBoard>
  ) : zoom === "overview" ? (
    <OverviewBoard
      board={board}
      pipeline={pipeline}
      run={run}
      statuses={statuses}
      executions={props.executions}
      focused={focused}
      selection={selection}
      onBand={(cells) => {
        const cell = cells[0];
        if (cell) openSheet({ kind: "stack", cell: cell.id });
      }}
      sheet={sheet?.kind === "stack" ? sheet.cell : undefined}
      sheetView={sheet?.kind === "stack" ? sheetView : undefined}
    />
  ) : (
    <div ref={canvas} className="ps-canvas" data-editable={editable ? "" : undefined} style={{ width: board.width, minHeight: board.height }} data-fade={trail ? "" : undefined} data-pinned={pinned ? "" : undefined}>
      <div role="tree" aria-label={`Stages of ${pipeline.name || "the pipeline"}, in the order in which they run`}>
        {board.pseudo ? <PseudoTriggers rect={board.pseudo.triggers} pipeline={pipeline} tabStop={focused?.id === "triggers"} selected={selection?.kind === "pipeline"} /> : null}
        {board.lanes.map((lane) => {
          const stage = pipeline.stages[lane.index];
          return stage ? (
            <Lane
              key={lane.stage}
              lane={lane}
              stage={stage}
              board={board}
              props={props}
              actions={actions}
              labels={labels}
              focusedId={focused?.id}
              trail={trail}
              look={look}
              openStack={sheet?.kind === "stack" ? sheet.cell : undefined}
              carried={carrying}
            />
          ) : null;
        })}
        {board.pseudo ? <PseudoEnd rect={board.pseudo.end} tabStop={focused?.id === "end"} /> : null}
      </div>
      <Wires board={board} wires={visibleWires} lit={lit} fade={trail !== undefined} />
      {board.gates.map((gate) => (
        <GateMark
          key={gate.stage}
          stage={pipeline.stages.find((stage) => stage.id === gate.stage)?.name ?? ""}
          id={gate.stage}
          x={gate.x}
          y={gate.y}
          transition={run ? transitions?.get(gate.stage) : undefined}
          active={gates}
          tabStop={focused?.id === `gate:${gate.stage}`}
        />
      ))}
      {wires === "off"
        ? null
        : board.stubs.map((stub) => <StubMark key={stub.id} stub={stub} state={stub.links.some((link) => lit.has(link)) ? "lit" : trail ? "faded" : undefined} />)}
      {run
        ? board.gates.map((gate) => {
            const transition = transitions?.get(gate.stage);
            const lane = board.lanes.find((one) => one.stage === gate.from);
            if (!transition || transition.enabled || !lane) return null;
            const name = pipeline.stages.find((stage) => stage.id === gate.stage)?.name ?? "";
            return (
              <ClosedNote
                key={gate.stage}
                rect={lane.note}
                name={name}
                transition={transition}
                onEnable={props.onToggleTransition && (() => openSheet({ kind: "transition", stage: gate.stage }))}
              />
            );
          })
        : null}
      {run
        ? null
        : board.lanes.map((lane) => <LaneButtons key={lane.stage} lane={lane} name={pipeline.stages[lane.index]?.name ?? ""} props={props} />)}
      {run && (props.onApprove ?? props.onReject)
        ? board.cells.map((cell) => {
            const action = actions.get(cell.id);
            if (action?.typeId.category !== "Approval" || statuses?.get(cell.id)?.status !== "waiting") return null;
            return (
              <Decide
                key={cell.id}
                name={action.name}
                rect={cell.rect}
                tab={props.letterKeys === false}
                onDecide={(answer) => openSheet({ kind: "decide", action: cell.id, answer })}
              />
            );
          })
        : null}
      {editable && props.onPlace ? <DropLayer board={board} pipeline={pipeline} canvas={canvas} scroller={scroller} onPlace={props.onPlace} onConnect={props.onConnect ?? nobody} /> : null}
      {sheetView}
    </div>
  );

  return (
      <section className="ps-board" role="region" aria-label="Pipeline canvas" data-mode={mode} data-zoom={zoom} data-letters={props.letterKeys === false ? "off" : undefined}>
        <div
          ref={scroller}
          className="ps-board-scroll"
          tabIndex={-1}
          onPointerOver={onPointerOver}
          onPointerLeave={() => setHover(undefined)}
          onPointerDown={onPointerDown}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onContextMenu={onContextMenu}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const id = event.target instanceof HTMLElement ? event.target.dataset.stop : undefined;
            if (id !== undefined) setFocusId(id);
            if (event.target instanceof HTMLElement && event.target.matches(":focus-visible")) setKeyboard(true);
          }}
          onBlur={() => setKeyboard(false)}
        >
          {tree}
        </div>
        {props.strip === false || board.lanes.length === 0 ? null : (
          <Strip board={board} pipeline={pipeline} run={run} statuses={statuses} problems={props.problems} scroller={scroller} overview={zoom === "overview"} />
        )}
        <div className="ps-hidden" aria-live="polite">
          {announcements.polite}
        </div>
        <div className="ps-hidden" aria-live="assertive">
          {announcements.urgent}
          {carriedWords}
        </div>
      </section>
  );

  function choose(stop: Stop, tell: ((target: Target) => void) | undefined) {
    if (!tell) return;
    if (stop.kind === "cell" && stop.cell?.kind === "action") tell({ kind: "action", action: stop.cell.id });
    else if (stop.kind === "stage") tell({ kind: "stage", stage: stop.stage });
    else if (stop.kind === "pseudo") tell({ kind: "pipeline" });
  }
}

const nobody = () => undefined;

function sameLook(a: Look | undefined, b: Look | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.at === "action" ? b.at === "action" && a.id === b.id : b.at === "artifact" && a.name === b.name;
}

function stopOf(target: Target | undefined, board: BoardLayout): string | undefined {
  switch (target?.kind) {
    case "action": {
      const cell = board.cellOf.get(target.action);
      return cell && `cell:${cell.id}`;
    }
    case "stage":
      return `stage:${target.stage}`;
    default:
      return undefined;
  }
}

// ---------------------------------------------------------------- lanes

interface LaneProps {
  readonly lane: LaneLayout;
  readonly stage: Stage;
  readonly board: BoardLayout;
  readonly props: BoardProps;
  readonly actions: ReadonlyMap<ActionId, Action>;
  readonly labels: ReadonlyMap<string, string>;
  readonly focusedId: string | undefined;
  readonly trail: Trail | undefined;
  readonly look: Look | undefined;
  readonly openStack: string | undefined;
  /** Actions that are being carried away. */
  readonly carried: readonly ActionId[] | undefined;
}

function Lane({ lane, stage, board, props, actions, labels, focusedId, trail, look, openStack, carried }: LaneProps) {
  const { mode, selection, statuses, plans, problems, executions } = props;
  const run = mode === "run";
  const execution = run ? executions?.get(lane.stage) : undefined;
  const laneProblems = [...(props.stageProblems?.get(lane.stage) ?? nothing), ...stage.actions.flatMap((action) => problems?.get(action.id) ?? nothing)];
  const selected = selection?.kind === "stage" && selection.stage === lane.stage;
  const stopId = `stage:${lane.stage}`;
  const summary = stageSummary(lane.bands.length, stage.actions.length);
  const label = [
    stage.name || "Unnamed stage",
    `stage ${lane.index + 1} of ${board.lanes.length}`,
    summary.replace(" · ", ", "),
    ...(stage.conditions.entry ? ["entry condition"] : []),
    ...(stage.conditions.failure ? [`on failure ${failureWords(stage.conditions.failure)}`] : []),
    ...(stage.conditions.success ? ["success condition"] : []),
    ...(execution ? [`execution ${execution.id}${execution.text ? ` ${execution.text}` : ""}`] : []),
  ].join(", ");
  const left = lane.rect.x;
  const partOf = (cell: Cell) => {
    if (!trail) return undefined;
    if (cell.actions.some((id) => look?.at === "action" && look.id === id)) return "start" as const;
    if (cell.actions.some((id) => trail.ancestors.has(id))) return "ancestor" as const;
    if (cell.actions.some((id) => trail.descendants.has(id))) return "descendant" as const;
    return "off" as const;
  };
  return (
    <div className="ps-lane" data-for={stopId} data-selected={selected ? "" : undefined} style={{ left, top: lane.rect.y, width: lane.rect.width, minHeight: lane.rect.height }}>
      <div
        role="treeitem"
        aria-level={1}
        aria-posinset={lane.index + 1}
        aria-setsize={board.lanes.length}
        aria-expanded
        aria-selected={selected}
        tabIndex={focusedId === stopId ? 0 : -1}
        className="ps-lane-head"
        data-stop={stopId}
      >
        <span className="ps-hidden">{label}</span>
        <div aria-hidden>
          <div className="ps-lane-title">
            <span className="ps-lane-name ps-clip" title={stage.name}>
              {stage.name || "Unnamed stage"}
            </span>
            {!run && laneProblems.length > 0 ? <ProblemBadge problems={laneProblems} count /> : null}
            <span className="ps-lane-right" data-menu={!run && props.onStageMenu ? "" : undefined}>
              <Conditions stage={stage} words={lane.columns > 1} />
            </span>
          </div>
          {execution ? (
            <div className="ps-lane-second ps-execution" title={`Execution ${execution.id}${execution.text ? ` · ${execution.text}` : ""}`}>
              <i className="ps-seed" data-seed={execution.seed} data-large="" />
              <span className="ps-mono">{execution.id.slice(0, 8)}</span>
              <span className="ps-clip">{execution.text}</span>
              {execution.queued && execution.queued.length > 0 ? (
                <span className="ps-queued" title={`Waiting at the door: ${execution.queued.map((id) => id.slice(0, 8)).join(", ")}`}>
                  +{execution.queued.length}
                </span>
              ) : null}
            </div>
          ) : (
            <div className="ps-lane-second">{summary}</div>
          )}
        </div>
      </div>
      {lane.bands.map((band, index) => (
        <div key={band.runOrder} className="ps-band" style={{ top: band.rect.y - lane.rect.y, height: band.rect.height }}>
          <div
            role="treeitem"
            aria-level={2}
            aria-posinset={index + 1}
            aria-setsize={lane.bands.length}
            aria-expanded
            aria-selected={false}
          >
            <span className="ps-hidden">{`Step ${index + 1} of ${lane.bands.length}, run order ${band.runOrder}${band.parallel ? ", in parallel" : ""}`}</span>
            <div className="ps-band-label" aria-hidden>
              <span className="ps-chip">{band.runOrder}</span>
              {band.parallel ? <span className="ps-band-word">parallel</span> : null}
              <span className="ps-band-line" />
            </div>
          </div>
          {/* Cells stand in the canvas's coordinates. */}
          <div className="ps-cells" style={{ left: -left, top: -band.rect.y }}>
            {band.cells.map((cell, position) => {
              if (cell.kind === "stack") {
                const members = cell.actions.flatMap((id) => actions.get(id) ?? []);
                const states = members.map((action) => stateOf(statuses, action.id));
                return (
                  <StackCard
                    key={cell.id}
                    id={cell.id}
                    actions={members}
                    rect={cell.rect}
                    runOrder={band.runOrder}
                    run={run}
                    statuses={statuses}
                    tabStop={focusedId === `cell:${cell.id}`}
                    open={openStack === cell.id}
                    selected={selection?.kind === "action" && cell.actions.includes(selection.action)}
                    trail={partOf(cell)}
                    label={`${members.length} actions in parallel, ${commonName(members)}${run ? `, ${countWords(states).map((w) => w.text).join(", ")}` : ""}`}
                  />
                );
              }
              const action = actions.get(cell.id);
              if (!action) return null;
              const status = statuses?.get(cell.id) ?? notStarted;
              const found = problems?.get(cell.id) ?? nothing;
              return (
                <Card
                  key={cell.id}
                  action={action}
                  rect={cell.rect}
                  mode={mode}
                  label={labels.get(cell.id) ?? action.name}
                  status={run ? status : undefined}
                  plan={plans?.get(cell.id)}
                  problems={found}
                  selected={(selection?.kind === "action" && selection.action === cell.id) || props.marked?.has(cell.id) === true}
                  carried={carried?.includes(cell.id) === true}
                  port={!run && props.onConnect !== undefined}
                  tabStop={focusedId === `cell:${cell.id}`}
                  trail={partOf(cell)}
                  level={3}
                  position={position + 1}
                  siblings={band.cells.length}
                />
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}

/** What is pressed rather than walked to: it stands beside the tree. */
function LaneButtons({ lane, name, props }: { readonly lane: LaneLayout; readonly name: string; readonly props: BoardProps }) {
  const { onStageMenu, onAddStep } = props;
  return (
    <>
      {onStageMenu ? (
        <button
          type="button"
          tabIndex={-1}
          className="ps-icon-button ps-lane-menu"
          style={{ left: right(lane.rect) - 31, top: lane.rect.y + 4 }}
          aria-label={`Menu of stage ${name}`}
          onClick={(event) => onStageMenu(lane.stage, event.currentTarget.getBoundingClientRect())}
        >
          <Glyph name="dots" />
        </button>
      ) : null}
      {lane.addStep && onAddStep ? (
        <button
          type="button"
          tabIndex={-1}
          className="ps-add-step"
          style={{ left: lane.addStep.x, top: lane.addStep.y, width: lane.addStep.width }}
          onClick={() => onAddStep(lane.stage)}
        >
          <Glyph name="plus" size={14} />
          Add step<span className="ps-hidden"> to {name}</span>
        </button>
      ) : null}
    </>
  );
}

function Conditions({ stage, words }: { readonly stage: Stage; readonly words: boolean }) {
  const { entry, failure, success } = stage.conditions;
  return (
    <>
      {entry ? (
        <span className="ps-condition" title="Entry condition">
          <Glyph name="shield" size={14} />
        </span>
      ) : null}
      {failure !== undefined && failure !== "FAIL" ? (
        <span className="ps-condition" title={`On failure: ${failureWords(failure)}`}>
          <Glyph name={failure === "ROLLBACK" ? "rollback" : failure === "SKIP" ? "skip" : "retry"} size={14} />
          {words ? <span>On failure: {failureWords(failure)}</span> : null}
        </span>
      ) : null}
      {success ? (
        <span className="ps-condition" title="Success condition">
          <Glyph name="tick" size={14} />
        </span>
      ) : null}
    </>
  );
}

// ---------------------------------------------------------------- the narrow lanes

function PseudoTriggers({ rect, pipeline, tabStop, selected }: { readonly rect: Rect; readonly pipeline: Pipeline; readonly tabStop: boolean; readonly selected: boolean }) {
  const triggers = pipeline.triggers.length;
  const variables = pipeline.variables.length;
  const label = `Triggers and variables: ${triggers} trigger${triggers === 1 ? "" : "s"}, ${variables} variable${variables === 1 ? "" : "s"}, type ${pipeline.pipelineType}, mode ${pipeline.executionMode.toLowerCase()}`;
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      className="ps-pseudo"
      data-stop="triggers"
      style={{ left: rect.x, top: rect.y, width: rect.width, minHeight: rect.height }}
    >
      <span className="ps-hidden">{label}</span>
      <div className="ps-pseudo-body" aria-hidden title={label}>
        <Glyph name="bolt" />
        <span className="ps-chip" data-zero={triggers === 0 ? "" : undefined}>
          {triggers}
        </span>
        <Glyph name="variable" />
        <span className="ps-chip" data-zero={variables === 0 ? "" : undefined}>
          {variables}
        </span>
        <span className="ps-pseudo-name">Triggers &amp; variables</span>
      </div>
    </div>
  );
}

function PseudoEnd({ rect, tabStop }: { readonly rect: Rect; readonly tabStop: boolean }) {
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-selected={false}
      tabIndex={tabStop ? 0 : -1}
      className="ps-pseudo"
      data-stop="end"
      style={{ left: rect.x, top: rect.y, width: rect.width, minHeight: rect.height }}
    >
      <span className="ps-hidden">End of the pipeline</span>
      <div className="ps-pseudo-body" aria-hidden>
        <Glyph name="flag" />
        <span className="ps-pseudo-name">End</span>
      </div>
    </div>
  );
}

// ---------------------------------------------------------------- marks between and on lanes

interface GateProps {
  readonly id: StageId;
  readonly stage: string;
  readonly x: number;
  readonly y: number;
  readonly transition: Transition | undefined;
  readonly active: boolean;
  readonly tabStop: boolean;
}

function GateMark({ id, stage, x, y, transition, active, tabStop }: GateProps) {
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

function StubMark({ stub, state }: { readonly stub: StubLayout; readonly state: "lit" | "faded" | undefined }) {
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

function ClosedNote({ rect, name, transition, onEnable }: ClosedNoteProps) {
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

// ---------------------------------------------------------------- dialogs

interface SheetViewProps {
  readonly sheet: Sheet;
  readonly board: BoardLayout;
  readonly pipeline: Pipeline;
  readonly actions: ReadonlyMap<ActionId, Action>;
  readonly props: BoardProps;
  readonly onClose: () => void;
  readonly onSelectAction: (id: ActionId) => void;
}

function SheetView({ sheet, board, pipeline, actions, props, onClose, onSelectAction }: SheetViewProps) {
  const within = (x: number, width: number) => Math.max(measures.margin, Math.min(x, board.width - width - measures.margin));
  switch (sheet.kind) {
    case "decide": {
      const action = actions.get(sheet.action);
      const cell = board.cellOf.get(sheet.action);
      if (!action || !cell) return null;
      return (
        <Decision
          key={`${sheet.action} ${sheet.answer}`}
          name={action.name}
          answer={sheet.answer}
          commentNeeded={sheet.answer === "reject" && props.rejectNeedsComment === true}
          left={within(cell.rect.x, 288)}
          top={bottom(cell.rect) + 8}
          onSend={(comment) => {
            onClose();
            (sheet.answer === "approve" ? props.onApprove : props.onReject)?.(sheet.action, comment);
          }}
          onClose={onClose}
        />
      );
    }
    case "transition": {
      const gate = board.gates.find((one) => one.stage === sheet.stage);
      const transition = props.transitions?.get(sheet.stage);
      if (!gate) return null;
      return (
        <TransitionSheet
          key={sheet.stage}
          stage={pipeline.stages.find((stage) => stage.id === sheet.stage)?.name ?? ""}
          enabled={transition?.enabled !== false}
          reason={transition?.reason}
          by={transition?.by}
          left={within(gate.x - 144, 288)}
          top={gate.y + 18}
          onSend={(enable, reason) => {
            onClose();
            props.onToggleTransition?.(sheet.stage, enable, reason);
          }}
          onClose={onClose}
        />
      );
    }
    case "stack": {
      const cell = board.cells.find((one) => one.id === sheet.cell);
      const band = cell && board.lanes[cell.lane]?.bands[cell.band];
      const stage = cell && pipeline.stages[cell.lane];
      if (!cell || !band || !stage) return null;
      const members = band.cells.flatMap((one) => one.actions).flatMap((id) => actions.get(id) ?? []);
      const list = (
        <StackList
          title={members.length === 1 ? (members[0]?.name ?? "") : `${members.length} ${commonName(members)} in parallel`}
          runOrder={band.runOrder}
          actions={members}
          run={props.mode === "run"}
          statuses={props.statuses}
          onPick={onSelectAction}
          onOpen={(id) => {
            onSelectAction(id);
            props.onOpen?.({ kind: "action", action: id });
          }}
          onRetry={props.onRetry && ((id) => props.onRetry?.(stage.id, id))}
          onClose={onClose}
        />
      );
      if (props.zoom === "overview") return list;
      const flip = right(cell.rect) + 8 + 420 > board.width;
      return (
        <div className="ps-sheet ps-stack-sheet" style={{ left: flip ? within(cell.rect.x - 428, 420) : right(cell.rect) + 8, top: cell.rect.y }}>
          {list}
        </div>
      );
    }
  }
}
