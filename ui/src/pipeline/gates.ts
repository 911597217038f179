/** What stands at the gates of the stages, as the pipeline's state tells it. Pure. */
import type { GetPipelineStateOutput } from "../generated/codepipeline";
import type { ExecutionDetail } from "../generated/studio";
import { latestActions } from "./status";

/** A condition that holds an execution, or has held it. */
export interface Held {
  readonly stage: string;
  /** The service's word for the gate; none for one that nobody may override. */
  readonly type: "BEFORE_ENTRY" | "ON_SUCCESS" | null;
  /** In words: `entry condition`. */
  readonly gate: string;
  readonly status: string;
  readonly rules: readonly { readonly name: string; readonly status: string; readonly summary: string | undefined }[];
}

const gates = [
  ["beforeEntryConditionState", "BEFORE_ENTRY", "entry condition"],
  ["onSuccessConditionState", "ON_SUCCESS", "success condition"],
  ["onFailureConditionState", null, "failure condition"],
] as const;

/** The conditions of this execution that did not let it through, or are being judged. */
export function heldAt(state: GetPipelineStateOutput | undefined, execution: string): readonly Held[] {
  return (state?.stageStates ?? []).flatMap((stage) => {
    if (stage.latestExecution?.pipelineExecutionId !== execution) return [];
    return gates.flatMap(([member, type, gate]): Held[] => {
      const status = stage[member]?.latestExecution?.status;
      if (status !== "Failed" && status !== "Errored" && status !== "InProgress") return [];
      const skipped = stage.latestExecution?.status === "Skipped";
      const rules = stage[member]?.conditionStates?.flatMap((condition) => condition.ruleStates ?? []) ?? [];
      return [
        {
          stage: stage.stageName ?? "",
          type: skipped ? null : type,
          gate,
          status,
          rules: rules.map((rule) => ({ name: rule.ruleName ?? "", status: rule.latestExecution?.status ?? "", summary: rule.latestExecution?.summary })),
        },
      ];
    });
  });
}

/** The stages to which the pipeline can be taken back with what this execution had; never the first, which is the source. */
export function returnable(detail: ExecutionDetail): readonly string[] {
  const stages = new Map<string, boolean>();
  for (const action of latestActions(detail).values()) stages.set(action.stage, (stages.get(action.stage) ?? true) && action.status === "Succeeded");
  return [...stages].slice(1).flatMap(([stage, succeeded]) => (succeeded ? [stage] : []));
}
