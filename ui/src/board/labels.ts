/** What the board says in words: to screen readers, in tooltips, in the live region. Pure. */
import { describeAction, type Action, type BoardLayout, type Cell, type Pipeline } from "../document";
import { statusSigns } from "../glyphs";
import { span } from "../shell/time";
import type { ActionStatus, BoardProblem, Fidelity } from "./types";

/** The state in one word, fidelity included. */
export function wordOf({ status, word, fidelity }: ActionStatus): string {
  if (word !== undefined) return word;
  return statusSigns[shownStatus({ status, fidelity })].word;
}

/** The sign to show: a success that was only rehearsed or simulated never gets the tick. */
export function shownStatus({ status, fidelity }: Pick<ActionStatus, "status" | "fidelity">) {
  if (status !== "succeeded") return status;
  return fidelity === "simulated" || fidelity === "rehearsed" ? fidelity : status;
}

/** What each fidelity means, for the tooltip of its mark. */
export const fidelityMeaning: Readonly<Record<Exclude<Fidelity, "real">, string>> = {
  equivalent: "Equivalent: a local stand-in did the work",
  rehearsed: "Rehearsed: checked and computed, nothing was created",
  simulated: "Simulated: a declared outcome, no work was done",
};

/** How long the state has lasted or took. */
export function durationOf({ status, startMs, endMs, sinceMs }: ActionStatus, now: number): number | undefined {
  if (status === "waiting") {
    const since = sinceMs ?? startMs;
    return since === undefined ? undefined : now - since;
  }
  if (status === "not-started" || startMs === undefined) return undefined;
  if (endMs !== undefined) return endMs - startMs;
  return status === "in-progress" ? now - startMs : undefined;
}

/** `Deploy, ECS deploy, stage 4 of 5 Prod, step 2 of 2, alone, input BuildOut from Build, 1 warning`. */
export function actionLabel(
  action: Action,
  pipeline: Pipeline,
  board: BoardLayout,
  cell: Cell,
  status: ActionStatus | undefined,
  problems: readonly BoardProblem[],
): string {
  const lane = board.lanes[cell.lane];
  const band = lane?.bands[cell.band];
  const stage = pipeline.stages[cell.lane];
  const others = (band?.cells.reduce((sum, one) => sum + one.actions.length, 0) ?? 1) - 1;
  const parts = [
    action.name || "Unnamed action",
    describeAction(action).replace(" · ", " "),
    `stage ${cell.lane + 1} of ${board.lanes.length} ${stage?.name ?? ""}`,
    `step ${cell.band + 1} of ${lane?.bands.length ?? 1}`,
    others === 0 ? "alone" : `parallel with ${others} other${others === 1 ? "" : "s"}`,
  ];
  if (status) {
    const took = status.endMs !== undefined && status.startMs !== undefined ? ` in ${span(status.endMs - status.startMs)}` : "";
    parts.push(`${wordOf(status)}${took}`);
    if (status.fidelity && status.fidelity !== "real" && shownStatus(status) === status.status) parts.push(status.fidelity);
    if (status.reason) parts.push(status.reason);
    if (status.tests) parts.push(status.tests);
    if (status.attempt !== undefined && status.attempt > 1) parts.push(`attempt ${status.attempt}`);
  }
  for (const input of new Set(action.inputs)) {
    const link = board.flow.links.find((one) => one.to === action.id && one.artifact === input);
    const maker = link?.from.slice(link.from.indexOf("/") + 1);
    parts.push(maker ? `input ${input} from ${maker}${link?.broken ? `, ${link.broken}` : ""}` : `input ${input}, which no action makes`);
  }
  for (const output of action.outputs) parts.push(`output ${output.name}`);
  const counts = countBySeverity(problems);
  if (counts !== "") parts.push(counts);
  return parts.join(", ");
}

export function countBySeverity(problems: readonly BoardProblem[]): string {
  const words: string[] = [];
  for (const severity of ["error", "warning", "hint"] as const) {
    const count = problems.filter((problem) => problem.severity === severity).length;
    if (count > 0) words.push(`${count} ${severity}${count === 1 ? "" : "s"}`);
  }
  return words.join(", ");
}

/** `2 steps · 3 actions`. */
export function stageSummary(steps: number, actions: number): string {
  if (actions === 0) return "No actions yet";
  return `${steps} step${steps === 1 ? "" : "s"} · ${actions} action${actions === 1 ? "" : "s"}`;
}

/** What a stage does on failure, in two words. */
export function failureWords(result: string): string {
  const words: Record<string, string> = { ROLLBACK: "roll back", RETRY: "retry", SKIP: "skip", FAIL: "fail" };
  return words[result] ?? result.toLowerCase();
}
