/** The whole pipeline in 48 px under the board, with a window on what is visible; dragging it scrolls. */
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import type { ActionId, BoardLayout, Pipeline } from "../document";
import { StatusIcon, type StatusKind } from "../glyphs";
import { stateOf, worstOf, type Statuses } from "./Stack";
import type { BoardProblem } from "./types";

export interface StripProps {
  readonly board: BoardLayout;
  readonly pipeline: Pipeline;
  readonly run: boolean;
  readonly statuses: Statuses;
  readonly problems: ReadonlyMap<ActionId, readonly BoardProblem[]> | undefined;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly overview: boolean;
}

/** More actions than this, or more steps than fit, become one bar of shares. */
const mostBlocks = 12;
const mostRows = 3;

export function Strip({ board, pipeline, run, statuses, problems, scroller, overview }: StripProps) {
  const frame = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    const follow = () => {
      if (!frame.current) return;
      const whole = Math.max(view.scrollWidth, 1);
      frame.current.style.left = `${(view.scrollLeft / whole) * 100}%`;
      frame.current.style.width = `${Math.min(1, view.clientWidth / whole) * 100}%`;
    };
    follow();
    view.addEventListener("scroll", follow, { passive: true });
    const watch = new ResizeObserver(follow);
    watch.observe(view);
    return () => {
      view.removeEventListener("scroll", follow);
      watch.disconnect();
    };
  }, [scroller, board, overview]);

  const moveTo = (clientX: number) => {
    const view = scroller.current;
    const rect = track.current?.getBoundingClientRect();
    if (!view || !rect || rect.width === 0) return;
    view.scrollTo({ left: ((clientX - rect.left) / rect.width) * view.scrollWidth - view.clientWidth / 2 });
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    moveTo(event.clientX);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const view = scroller.current;
    if (!view || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    view.scrollBy({ left: event.key === "ArrowRight" ? 156 : -156 });
  };

  const count = Math.max(1, board.lanes.length);
  return (
    <div className="ps-strip">
      <div
        ref={track}
        className="ps-strip-track"
        role="scrollbar"
        aria-label="Overview of the pipeline"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        tabIndex={-1}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      >
        {board.lanes.map((lane) => {
          const stage = pipeline.stages[lane.index];
          if (!stage) return null;
          const states = stage.actions.map((action) => stateOf(statuses, action.id));
          const worst = worstOf(states);
          const found = run ? [] : stage.actions.flatMap((action) => problems?.get(action.id) ?? []).filter((problem) => problem.severity !== "hint");
          const blocks = stage.actions.length <= mostBlocks && lane.bands.length <= mostRows;
          const left = overview ? lane.index / count : (lane.rect.x - (lane.index === 0 ? 0 : 2)) / board.width;
          const width = overview ? 1 / count : lane.rect.width / board.width;
          return (
            <div key={lane.stage} className="ps-strip-lane" title={stage.name} style={{ left: `${left * 100}%`, width: `calc(${width * 100}% - 4px)` }}>
              <span className="ps-strip-name">
                <span className="ps-clip">{stage.name}</span>
                {run && (worst === "failed" || worst === "waiting") && !blocks ? <StatusIcon status={worst} size={12} /> : null}
                {found.length > 0 ? <StatusIcon status={found.some((p) => p.severity === "error") ? "failed" : "warning"} size={12} /> : null}
              </span>
              {blocks ? (
                lane.bands.map((band) => (
                  <span key={band.runOrder} className="ps-strip-row">
                    {band.cells.flatMap((cell) => cell.actions).map((id) => {
                      const own = problems?.get(id) ?? [];
                      const bad = own.some((p) => p.severity === "error") ? "failed" : own.some((p) => p.severity === "warning") ? "warning" : "none";
                      return <i key={id} className="ps-block" data-status={run ? stateOf(statuses, id) : bad} />;
                    })}
                  </span>
                ))
              ) : (
                <Shares states={run ? states : []} />
              )}
            </div>
          );
        })}
        <div ref={frame} className="ps-strip-window" />
      </div>
    </div>
  );
}

/** How many are in which state, as one bar. */
function Shares({ states }: { readonly states: readonly StatusKind[] }) {
  const order: readonly StatusKind[] = ["succeeded", "cached", "simulated", "rehearsed", "stopped", "skipped", "superseded", "stale", "in-progress", "waiting", "failed"];
  return (
    <span className="ps-shares">
      {order.map((state) => {
        const count = states.filter((one) => one === state).length;
        return count === 0 ? null : <i key={state} data-status={state} style={{ width: `${(count / states.length) * 100}%` }} />;
      })}
    </span>
  );
}
