/** A stage as a lane: its header, its steps as bands, their actions as cards; and the buttons that stand beside the tree. */
import { right, type Action, type ActionId, type BoardLayout, type Cell, type Lane as LaneLayout, type Stage, type Trail } from "../document";
import { Glyph } from "../glyphs";
import { Card, ProblemBadge } from "./Card";
import { failureWords, stageSummary } from "./labels";
import type { BoardProps } from "./props";
import { commonName, countWords, StackCard, stateOf } from "./Stack";
import { partIn, type Look } from "./trail";
import { notStarted, type BoardProblem } from "./types";

const nothing: readonly BoardProblem[] = [];

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

export function Lane({ lane, stage, board, props, actions, labels, focusedId, trail, look, openStack, carried }: LaneProps) {
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
  const partOf = (cell: Cell) => partIn(trail, look, cell);
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
export function LaneButtons({ lane, name, props }: { readonly lane: LaneLayout; readonly name: string; readonly props: BoardProps }) {
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
  const { entry, failure, success, rules } = stage.conditions;
  return (
    <>
      {entry ? (
        <span className="ps-condition" data-gate="beforeEntry" title="Entry condition">
          <Glyph name="shield" size={14} />
        </span>
      ) : null}
      {failure !== undefined && failure !== "FAIL" ? (
        <span className="ps-condition" data-gate={rules.onFailure > 0 ? "onFailure" : undefined} title={`On failure: ${failureWords(failure)}`}>
          <Glyph name={failure === "ROLLBACK" ? "rollback" : failure === "SKIP" ? "skip" : "retry"} size={14} />
          {words ? <span>On failure: {failureWords(failure)}</span> : null}
        </span>
      ) : null}
      {success ? (
        <span className="ps-condition" data-gate="onSuccess" title="Success condition">
          <Glyph name="tick" size={14} />
        </span>
      ) : null}
    </>
  );
}
