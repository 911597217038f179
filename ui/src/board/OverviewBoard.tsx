/** The board from afar: a lane is a title and its steps, an action is a small square. */
import type { ReactNode } from "react";
import { measures, type BoardLayout, type Cell, type Pipeline, type StageId, type Target } from "../document";
import { StatusIcon, statusSigns } from "../glyphs";
import { commonName, countWords, Dots, stateOf, worstOf, type Statuses } from "./Stack";
import type { Stop } from "./stops";
import type { StageExecution } from "./types";

export interface OverviewProps {
  readonly board: BoardLayout;
  readonly pipeline: Pipeline;
  readonly run: boolean;
  readonly statuses: Statuses;
  readonly executions: ReadonlyMap<StageId, StageExecution> | undefined;
  readonly focused: Stop | undefined;
  readonly selection: Target | undefined;
  readonly onBand: (cells: readonly Cell[]) => void;
  /** The cell whose list is open, and the list. */
  readonly sheet: string | undefined;
  readonly sheetView: ReactNode;
}

export function OverviewBoard({ board, pipeline, run, statuses, focused, selection, onBand, sheet, sheetView }: OverviewProps) {
  const { lane: width, gap } = measures.overview;
  return (
    <div className="ps-overview" style={{ minWidth: board.lanes.length * (width + gap) + gap }}>
      <div role="tree" aria-label={`Stages of ${pipeline.name || "the pipeline"}, in the order in which they run`} className="ps-overview-lanes">
        {board.lanes.map((lane) => {
          const stage = pipeline.stages[lane.index];
          if (!stage) return null;
          const states = stage.actions.map((action) => stateOf(statuses, action.id));
          const worst = worstOf(states);
          const stop = `stage:${lane.stage}`;
          return (
            <div key={lane.stage} className="ps-overview-lane" data-for={stop}>
              <div
                role="treeitem"
                aria-level={1}
                aria-posinset={lane.index + 1}
                aria-setsize={board.lanes.length}
                aria-expanded
                aria-selected={selection?.kind === "stage" && selection.stage === lane.stage}
                tabIndex={focused?.id === stop ? 0 : -1}
                data-stop={stop}
                className="ps-overview-title"
              >
                <span className="ps-hidden">{`${stage.name}, stage ${lane.index + 1} of ${board.lanes.length}, ${stage.actions.length} actions${run ? `, ${statusSigns[worst].word}` : ""}`}</span>
                <div aria-hidden>
                  <strong className="ps-clip" title={stage.name}>
                    {stage.name}
                  </strong>
                  <span className="ps-overview-count">
                    {run ? <StatusIcon status={worst} size={14} /> : null}
                    {stage.actions.length} action{stage.actions.length === 1 ? "" : "s"}
                  </span>
                </div>
              </div>
              {lane.bands.map((band, index) => {
                const first = band.cells[0];
                if (!first) return null;
                const members = band.cells.flatMap((cell) => cell.actions).flatMap((id) => stage.actions.find((action) => action.id === id) ?? []);
                const bandStates = members.map((action) => stateOf(statuses, action.id));
                const bandWorst = worstOf(bandStates);
                const here = focused && band.cells.some((cell) => focused.id === `cell:${cell.id}`) ? focused.id : undefined;
                const words = run ? countWords(bandStates) : [];
                const open = sheet !== undefined && band.cells.some((cell) => cell.id === sheet);
                return (
                  <div key={band.runOrder} className="ps-overview-place">
                    <div
                      role="treeitem"
                      aria-level={2}
                      aria-posinset={index + 1}
                      aria-setsize={lane.bands.length}
                      aria-selected={false}
                      aria-haspopup="dialog"
                      aria-expanded={open}
                      tabIndex={here === undefined ? -1 : 0}
                      data-stop={here ?? `cell:${first.id}`}
                      data-status={run ? bandWorst : undefined}
                      className="ps-overview-band"
                      onClick={(event) => {
                        event.stopPropagation();
                        onBand(band.cells);
                      }}
                      onKeyDown={(event) => {
                        if (event.key !== "Enter" && event.key !== " ") return;
                        event.preventDefault();
                        event.stopPropagation();
                        onBand(band.cells);
                      }}
                    >
                      <span className="ps-hidden">{`Step ${band.runOrder}, ${members.length} ${commonName(members)}${run ? `, ${words.map((word) => word.text).join(", ")}` : ""}`}</span>
                      <div aria-hidden>
                        <span className="ps-overview-head">
                          <span className="ps-chip">{band.runOrder}</span>
                          <strong>{members.length}</strong>
                          {run ? <StatusIcon status={bandWorst} size={14} /> : null}
                        </span>
                        <span className="ps-clip ps-overview-label" title={commonName(members)}>
                          {commonName(members)}
                        </span>
                        <Dots ids={members.map((action) => action.id)} statuses={statuses} run={run} />
                        {words.map(({ text, status }) => (
                          <span key={status} className={`ps-overview-word ps-tone-${status === "succeeded" ? "inactive" : statusSigns[status].tone}`}>
                            {text}
                          </span>
                        ))}
                      </div>
                    </div>
                    {open ? (
                      <div className="ps-overview-sheet ps-sheet" data-flip={lane.index > board.lanes.length / 2 ? "" : undefined} onClick={(event) => event.stopPropagation()}>
                        {sheetView}
                      </div>
                    ) : null}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
