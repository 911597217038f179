/**
 * The pipeline as text: the same tree as the board, one line for each stage, step and action, with
 * what it takes, what it makes and how it stands. For reading, searching and screen readers.
 */
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { describeAction, deriveFlow, stepsOf, type Action, type ActionId, type Pipeline, type Stage, type StageId, type Target } from "../document";
import { Glyph, glyphForAction, StatusIcon, statusSigns } from "../glyphs";
import { span } from "../shell/time";
import { ProblemBadge } from "./Card";
import { countBySeverity, durationOf, failureWords, shownStatus, stageSummary, wordOf } from "./labels";
import type { ActionStatus, BoardProblem, Transition } from "./types";
import "./board.css";

export interface OutlineProps {
  readonly pipeline: Pipeline;
  readonly mode: "edit" | "run";
  readonly selection?: Target | undefined;
  readonly statuses?: ReadonlyMap<ActionId, ActionStatus> | undefined;
  readonly transitions?: ReadonlyMap<StageId, Transition> | undefined;
  readonly problems?: ReadonlyMap<ActionId, readonly BoardProblem[]> | undefined;
  readonly onSelect?: ((target: Target) => void) | undefined;
  readonly onOpen?: ((target: Target) => void) | undefined;
}

type Row =
  | { readonly kind: "stage"; readonly id: string; readonly stage: Stage; readonly index: number }
  | { readonly kind: "step"; readonly id: string; readonly runOrder: number; readonly step: number; readonly steps: number; readonly count: number }
  | { readonly kind: "action"; readonly id: string; readonly action: Action; readonly position: number; readonly siblings: number };

export function Outline(props: OutlineProps) {
  const { pipeline, mode, selection, statuses, transitions, problems, onSelect, onOpen } = props;
  const run = mode === "run";
  const flow = useMemo(() => deriveFlow(pipeline), [pipeline]);
  const rows = useMemo(() => rowsOf(pipeline), [pipeline]);
  const root = useRef<HTMLDivElement>(null);
  const selectedId = selection?.kind === "action" ? `action:${selection.action}` : selection?.kind === "stage" ? `stage:${selection.stage}` : undefined;
  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const current = rows.find((row) => row.id === focusId) ?? rows.find((row) => row.id === selectedId) ?? rows[0];

  const targetOf = (row: Row): Target | undefined =>
    row.kind === "action" ? { kind: "action", action: row.action.id } : row.kind === "stage" ? { kind: "stage", stage: row.stage.id } : undefined;
  const tell = (row: Row, to: ((target: Target) => void) | undefined) => {
    const target = targetOf(row);
    if (target) to?.(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = rows.indexOf(current);
    const walk = (key: string): Row | undefined => {
      switch (key) {
        case "ArrowDown":
          return rows[at + 1];
        case "ArrowUp":
          return rows[at - 1];
        case "Home":
          return rows[0];
        case "End":
          return rows.at(-1);
        case "ArrowRight":
          return rows.slice(at + 1).find((row) => row.kind === "stage");
        case "ArrowLeft":
          return rows.slice(0, at).findLast((row) => row.kind === "stage");
        default:
          return undefined;
      }
    };
    const next = walk(event.key);
    if (next) {
      event.preventDefault();
      setFocusId(next.id);
      root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.id)}"]`)?.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      tell(current, onOpen ?? onSelect);
    } else if (event.key === " ") {
      event.preventDefault();
      tell(current, onSelect);
    }
  };

  return (
    <div ref={root} className="ps-outline" role="tree" aria-label={`Outline of ${pipeline.name || "the pipeline"}`} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <div
          key={row.id}
          role="treeitem"
          aria-level={row.kind === "stage" ? 1 : row.kind === "step" ? 2 : 3}
          aria-selected={row.id === selectedId}
          aria-expanded={row.kind === "action" ? undefined : true}
          tabIndex={row === current ? 0 : -1}
          data-row={row.id}
          data-kind={row.kind}
          className="ps-outline-row"
          onFocus={() => setFocusId(row.id)}
          onClick={() => tell(row, onSelect)}
          onDoubleClick={() => tell(row, onOpen)}
        >
          {row.kind === "stage" ? (
            <>
              <strong>{row.stage.name || "Unnamed stage"}</strong>
              <span className="ps-secondary">
                {stageSummary(stepsOf(row.stage.actions).length, row.stage.actions.length)}
                {conditionWords(row.stage)}
                {run ? closedNote(transitions?.get(row.stage.id)) : ""}
              </span>
            </>
          ) : row.kind === "step" ? (
            <span className="ps-secondary">
              Step {row.step} of {row.steps}
              {row.runOrder === row.step ? "" : `, run order ${row.runOrder}`}
              {row.count > 1 ? `: ${row.count} in parallel` : ""}
            </span>
          ) : (
            <ActionRow action={row.action} flow={flow} status={run ? statuses?.get(row.action.id) : undefined} problems={run ? [] : (problems?.get(row.action.id) ?? [])} />
          )}
        </div>
      ))}
    </div>
  );
}

function ActionRow({ action, flow, status, problems }: { readonly action: Action; readonly flow: ReturnType<typeof deriveFlow>; readonly status: ActionStatus | undefined; readonly problems: readonly BoardProblem[] }) {
  const took = status && status.endMs !== undefined ? durationOf(status, 0) : undefined;
  const shown = status && shownStatus(status);
  const inputs = [...new Set(action.inputs)].map((input) => {
    const link = flow.links.find((one) => one.to === action.id && one.artifact === input);
    return link ? `${input} from ${link.from.slice(link.from.indexOf("/") + 1)}${link.broken === undefined ? "" : ` (${link.broken})`}` : `${input} (no action makes it)`;
  });
  return (
    <>
      <Glyph name={glyphForAction(action)} />
      <span className="ps-strong">{action.name || "Unnamed"}</span>
      <span className="ps-secondary">{describeAction(action)}</span>
      {shown && status ? (
        <span className="ps-status">
          <StatusIcon status={shown} />
          <span className={`ps-status-word ps-tone-${statusSigns[shown].tone}`}>{wordOf(status)}</span>
          <span className="ps-secondary">
            {took === undefined ? "" : `in ${span(took)}`}
            {status.reason === undefined ? "" : ` ${status.reason}`}
          </span>
        </span>
      ) : null}
      <span className="ps-secondary ps-outline-flow">
        {inputs.length > 0 ? `takes ${inputs.join(", ")}` : ""}
        {inputs.length > 0 && action.outputs.length > 0 ? "; " : ""}
        {action.outputs.length > 0 ? `makes ${action.outputs.map((output) => output.name).join(", ")}` : ""}
      </span>
      {problems.length > 0 ? (
        <span className="ps-status">
          <ProblemBadge problems={problems} />
          <span>{countBySeverity(problems)}</span>
        </span>
      ) : null}
    </>
  );
}

function rowsOf(pipeline: Pipeline): Row[] {
  return pipeline.stages.flatMap((stage, index): Row[] => {
    const steps = stepsOf(stage.actions);
    return [
      { kind: "stage", id: `stage:${stage.id}`, stage, index },
      ...steps.flatMap(({ runOrder, actions }, step): Row[] => [
        { kind: "step", id: `step:${stage.id}#${runOrder}`, runOrder, step: step + 1, steps: steps.length, count: actions.length },
        ...actions.map((action, position): Row => ({ kind: "action", id: `action:${action.id}`, action, position, siblings: actions.length })),
      ]),
    ];
  });
}

function conditionWords({ conditions: { entry, failure, success } }: Stage): string {
  const words = [...(entry ? ["entry condition"] : []), ...(failure === undefined ? [] : [`on failure: ${failureWords(failure)}`]), ...(success ? ["success condition"] : [])];
  return words.length === 0 ? "" : ` · ${words.join(" · ")}`;
}

function closedNote(transition: Transition | undefined): string {
  return transition?.enabled === false ? ` · closed${transition.by ? ` by ${transition.by}` : ""}${transition.reason ? `: ${transition.reason}` : ""}` : "";
}
