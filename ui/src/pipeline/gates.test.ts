import { expect, test } from "vitest";
import type { GetPipelineStateOutput } from "../generated/codepipeline";
import { heldAt } from "./gates";

const state = (status: string, execution = "e1", stageStatus = "Failed"): GetPipelineStateOutput => ({
  stageStates: [
    {
      stageName: "Prod",
      latestExecution: { pipelineExecutionId: execution, status: stageStatus },
      beforeEntryConditionState: {
        latestExecution: { status },
        conditionStates: [{ ruleStates: [{ ruleName: "OnlyMain", latestExecution: { status: "Failed", summary: "dev is not equal to main" } }] }],
      },
    },
  ],
});

test("a condition that is not met can be overridden, unless it skipped the stage", () => {
  const [held] = heldAt(state("Failed"), "e1");
  expect(held).toMatchObject({ stage: "Prod", type: "BEFORE_ENTRY", gate: "entry condition", rules: [{ name: "OnlyMain", summary: "dev is not equal to main" }] });
  expect(heldAt(state("Failed", "e1", "Skipped"), "e1")[0]?.type).toBeNull();
});

test("what was met, overridden, or of another execution holds nobody", () => {
  for (const status of ["Succeeded", "Overridden", "Abandoned"]) expect(heldAt(state(status), "e1")).toEqual([]);
  expect(heldAt(state("Failed", "e2"), "e1")).toEqual([]);
});
