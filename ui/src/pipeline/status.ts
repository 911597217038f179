/** The service's words for states as signs of the board. Pure. */
import type { ActionStatus, StageExecution, Transition } from "../board";
import type { ActionId, StageId } from "../document";
import type { GetPipelineStateOutput } from "../generated/codepipeline";
import type { ActionDetail, ExecutionDetail } from "../generated/studio";
import type { StatusKind } from "../glyphs";
import { countWords } from "../runs/tests";
import { whenShort } from "../shell/time";

const kinds: Readonly<Record<string, StatusKind>> = {
  Succeeded: "succeeded",
  Failed: "failed",
  InProgress: "in-progress",
  Stopping: "in-progress",
  Stopped: "stopped",
  Abandoned: "stopped",
  Cancelled: "stopped",
  Superseded: "superseded",
  Skipped: "skipped",
};

/** The sign of a status of the service. */
export function kindOf(status: string): StatusKind {
  return kinds[status] ?? "not-started";
}

/** A status of the service as people read it. */
export function wordOf(status: string): string {
  return status.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** The last attempt of each action, by the board's name of it. */
export function latestActions(detail: ExecutionDetail): Map<ActionId, ActionDetail> {
  const latest = new Map<ActionId, ActionDetail>();
  for (const action of detail.actions) {
    const id = `${action.stage}/${action.action}`;
    const known = latest.get(id);
    if (known === undefined || action.startMs >= known.startMs) latest.set(id, action);
  }
  return latest;
}

/** A card has room for a few words: of a failed command how it ended; the whole is told in the drawer. */
function shortReason(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (/^Error while executing command: .*\. Reason: (.+)$/s.exec(text)?.[1] ?? text);
}

/** What the cards show of an execution. */
export function statusesOf(actions: ReadonlyMap<ActionId, ActionDetail>): Map<ActionId, ActionStatus> {
  return new Map(
    [...actions].map(([id, action]): [ActionId, ActionStatus] => {
      const waiting = action.status === "InProgress" && action.token != null;
      const taken = action.status !== "Succeeded" || action.cached == null ? null : action.stale == null ? "cached" : "stale";
      const kind = waiting ? "waiting" : (taken ?? kindOf(action.status));
      const running = action.status === "InProgress";
      const reason = kind === "failed" ? shortReason(action.summary ?? action.errorMessage ?? undefined) : undefined;
      return [
        id,
        {
          status: kind,
          word: action.status === "Abandoned" ? "Abandoned" : undefined,
          startMs: action.startMs,
          sinceMs: waiting ? action.startMs : undefined,
          endMs: running ? undefined : action.updateMs,
          fidelity: action.fidelity ?? undefined,
          reason: kind === "failed" && action.tests != null && action.tests.failed > 0 ? countWords(action.tests) : (taken === "stale" ? (action.stale ?? undefined) : reason),
          tests: action.tests == null ? undefined : countWords(action.tests),
          attempt: action.attempt,
          medianMs: action.usualMs ?? undefined,
        },
      ];
    }),
  );
}

/** The transitions into stages, as the pipeline's state has them. */
export function transitionsOf(state: GetPipelineStateOutput | undefined, now: number): Map<StageId, Transition> {
  return new Map(
    (state?.stageStates ?? []).flatMap((stage): [StageId, Transition][] => {
      const inbound = stage.inboundTransitionState;
      if (stage.stageName === undefined || inbound === undefined) return [];
      return [
        [
          stage.stageName,
          {
            enabled: inbound.enabled !== false,
            reason: inbound.disabledReason,
            by: inbound.lastChangedBy?.split("/").pop(),
            since: inbound.lastChangedAt === undefined ? undefined : whenShort(inbound.lastChangedAt * 1000, now),
          },
        ],
      ];
    }),
  );
}

/** The chips of the stages: the execution shown where it has been, and who waits at the door. */
export function chipsOf(detail: ExecutionDetail, state: GetPipelineStateOutput | undefined, revision: string | undefined): Map<StageId, StageExecution> {
  const reached = new Set(detail.actions.map((action) => action.stage));
  const chips = new Map<StageId, StageExecution>();
  for (const stage of reached) chips.set(stage, { id: detail.execution, seed: 1, text: revision });
  for (const stage of state?.stageStates ?? []) {
    const name = stage.stageName;
    if (name === undefined) continue;
    const queued = (stage.inboundExecutions ?? (stage.inboundExecution === undefined ? [] : [stage.inboundExecution])).map((one) => one.pipelineExecutionId);
    const chip = chips.get(name);
    if (queued.length > 0 && chip !== undefined) chips.set(name, { ...chip, queued });
  }
  return chips;
}
