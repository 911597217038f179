/**
 * The board: stages as lanes, steps as bands, actions as cards, artifacts as wires and stubs. It
 * shows a definition and, in run mode, the state of its executions over it. It owns focus, hover
 * and its two small dialogs; selection and every consequence belong to the caller.
 */
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { actionsOf, layout as layOut, slotsOf, type BoardLayout, type StageId, type Target } from "../document";
import { useAnnouncements } from "./announce";
import { Decide } from "./Card";
import { takeUp, useCarry } from "./carry";
import { DropLayer, useCarriedWords } from "./DropLayer";
import { EmptyBoard } from "./EmptyBoard";
import { Frame } from "./Frame";
import type { Hand } from "./hand";
import { pressed } from "./keyboard";
import { actionLabel } from "./labels";
import { Lane, LaneButtons } from "./Lane";
import { ClosedNote, GateMark, StubMark } from "./Marks";
import { OverviewBoard } from "./OverviewBoard";
import { clicked, doubleClicked, menuWanted, pointedAt, pressedOn } from "./pointer";
import type { BoardProps } from "./props";
import { PseudoEnd, PseudoTriggers } from "./Pseudo";
import { SheetView, type Sheet } from "./SheetView";
import { stopsOf, type Stop } from "./stops";
import { Strip } from "./Strip";
import { useLit, useRested, type Look } from "./trail";
import { notStarted, type BoardProblem } from "./types";
import { useWheelZoom } from "./wheel";
import { Wires } from "./Wires";
import "./board.css";

const nothing: readonly BoardProblem[] = [];

export function Board(props: BoardProps) {
  const { pipeline, mode, zoom = "normal", wires = "auto", selection, statuses, transitions, ref } = props;
  const run = mode === "run";
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const editable = !run && zoom !== "overview" && props.onPlace !== undefined;
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
  const board = useMemo(() => layOut(pipeline, { mode, closed, detail: zoom === "detail" }), [pipeline, mode, closed, zoom]);
  const actions = useMemo(() => new Map(actionsOf(pipeline).map((action) => [action.id, action])), [pipeline]);
  const gates = run && props.onToggleTransition !== undefined && zoom !== "overview";
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

  useWheelZoom(scroller, props.onZoom);
  const carriedWords = useCarriedWords(pipeline, board);
  const selectedStop = stopOf(selection, board);
  const focused = stops.find((stop) => stop.id === focusId) ?? stops.find((stop) => stop.id === selectedStop) ?? stops[0];
  const announcements = useAnnouncements(run ? statuses : undefined);

  // What is lit: the pinned or pointed-at trail, else the own wires of the selection.
  const focusLook: Look | undefined = keyboard && focused?.kind === "cell" && focused.cell?.kind === "action" ? { at: "action", id: focused.cell.id } : undefined;
  const look = pinned ?? hover ?? focusLook;
  const selectedAction = selection?.kind === "action" ? selection.action : undefined;
  const { trail: seen, lit, visible } = useLit(board, look, selectedAction, wires, pinned !== undefined);
  const trail = useRested(seen, pinned !== undefined);

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
      const slots = slotsOf(board, carried.kind);
      const here = carried.kind === "actions" ? board.cellOf.get(carried.ids[0] ?? "") : undefined;
      const order = here && board.lanes[here.lane]?.bands[here.band]?.runOrder;
      const stage = here ? board.lanes[here.lane]?.stage : focused?.stage;
      const own = slots.find(({ slot }) => slot.kind !== "gutter" && slot.stage === stage && (slot.kind === "gate" || (slot.kind === "band" && slot.runOrder === order)));
      takeUp(carried, own ?? slots[0]);
      if (focused) stopElement(focused.id)?.focus({ preventScroll: true });
    },
  }));

  // An edit draws what it moved anew, elsewhere: who stood on it goes along. Where it is gone, what took its place is next.
  const stood = useRef<{ readonly element: HTMLElement; readonly stop: Stop; readonly at: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const { current: last } = stood;
    if (last === undefined || last.element.isConnected || (document.activeElement ?? document.body) !== document.body) return;
    const lane = stops.filter((stop) => stop.lane === last.stop.lane && stop.kind !== "gate");
    const next = stops.find((stop) => stop.id === selectedStop) ?? stops.find((stop) => stop.id === last.stop.id) ?? lane[Math.min(last.at, lane.length - 1)];
    stood.current = undefined;
    if (next !== undefined) focusStop(next.id);
  }, [stops, selectedStop, focusStop]);

  // A selection made elsewhere comes into view.
  const revealed = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (selectedStop !== undefined && selectedStop !== revealed.current && !scroller.current?.contains(document.activeElement)) {
      stopElement(selectedStop)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    revealed.current = selectedStop;
  }, [selectedStop, stopElement]);

  const hand: Hand = { props, board, scroller, editable, stops, focused, selectedStop, sheet, pinned, setFocusId, setKeyboard, setHover, setPinned, openSheet, focusStop, stopElement };

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
      <Wires board={board} wires={visible} lit={lit} fade={trail !== undefined} />
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
      {editable ? <Frame /> : null}
      {sheetView}
    </div>
  );

  return (
      <section className="ps-board" role="region" aria-label="Pipeline canvas" data-mode={mode} data-zoom={zoom} data-letters={props.letterKeys === false ? "off" : undefined}>
        <div
          ref={scroller}
          className="ps-board-scroll"
          tabIndex={-1}
          onPointerOver={(event) => pointedAt(hand, event)}
          onPointerDown={(event) => pressedOn(hand, event)}
          onClick={(event) => clicked(hand, event)}
          onDoubleClick={(event) => doubleClicked(hand, event)}
          onContextMenu={(event) => menuWanted(hand, event)}
          onPointerLeave={() => setHover(undefined)}
          onKeyDown={(event) => pressed(hand, event)}
          onFocus={(event) => {
            const id = event.target instanceof HTMLElement ? event.target.dataset.stop : undefined;
            if (id !== undefined) setFocusId(id);
            const stop = stops.find((one) => one.id === id);
            const at = stop === undefined ? -1 : stops.filter(({ lane, kind }) => lane === stop.lane && kind !== "gate").indexOf(stop);
            stood.current = stop === undefined ? undefined : { element: event.target, stop, at };
            if (event.target instanceof HTMLElement && event.target.matches(":focus-visible")) setKeyboard(true);
          }}
          onBlur={() => {
            stood.current = undefined;
            setKeyboard(false);
          }}
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
}

const nobody = () => undefined;

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
