import { describe, expect, it } from "vitest";
import { editOf, splitOf, type Carried } from "./drop";
import { planEdit, type Edit } from "./edits";
import { readDefinition } from "./model";
import { applyPatches } from "./text";

const approval = { name: "Ask", actionTypeId: { category: "Approval", owner: "AWS", provider: "Manual", version: "1" } };
const test = { name: "Check", actionTypeId: { category: "Test", owner: "AWS", provider: "CodeBuild", version: "1" } };
const deploy = { name: "Ship", runOrder: 2, actionTypeId: { category: "Deploy", owner: "AWS", provider: "S3", version: "1" } };

/** One stage with actions, and after it a stage that was just added. */
const drawn = (empty: string) => `${JSON.stringify({ name: "p", stages: [{ name: "Build", actions: [test, deploy] }, { name: empty, actions: [] }] }, null, 2)}\n`;

/** The names of the stages after an edit, and what is selected then. */
function after(text: string, edit: Edit | undefined): readonly unknown[] {
  const planned = edit && planEdit(readDefinition(text), edit);
  if (!planned?.ok) throw new Error(planned?.reason ?? "no edit");
  return [...readDefinition(applyPatches(text, planned.patches)).pipeline.stages.map((stage) => stage.name), planned.select];
}

const action = (id: string) => ({ kind: "action", action: id });
const drop = (text: string, carried: Carried, copy = false) => editOf(readDefinition(text).pipeline, carried, { kind: "gutter", index: 1 }, copy);
const put = (text: string, carried: Carried, copy = false) => editOf(readDefinition(text).pipeline, carried, { kind: "step", stage: "Stage", index: 0 }, copy);

describe("the name of a new stage", () => {
  it("is what its first action does, whichever way it is made", () => {
    const text = drawn("Last");
    expect(after(text, { kind: "newStageWith", action: "Build/Check", index: 0 })).toEqual(["Test", "Build", "Last", action("Test/Check")]);
    expect(after(text, drop(text, { kind: "actions", ids: ["Build/Check", "Build/Ship"] }))).toEqual(["Build", "Test", "Last", action("Test/Ship")]);
    expect(after(text, drop(text, { kind: "actions", ids: ["Build/Ship", "Build/Check"] }, true))).toEqual(["Build", "Deploy", "Last", action("Deploy/Check2")]);
    expect(after(text, splitOf(readDefinition(text).pipeline, "Build"))).toEqual(["Build", "Deploy", "Last", { kind: "stage", stage: "Deploy" }]);
    expect(after(text, { kind: "pasteStages", index: 2, values: [{ name: "", actions: [approval] }, { name: "Mine", actions: [approval] }] })).toEqual(["Build", "Last", "Approve", "Mine", { kind: "stage", stage: "Approve" }]);
  });

  it("comes with its first action when the stage was added empty, in the same step", () => {
    const text = drawn("Stage");
    const carried: Carried = { kind: "actions", ids: ["Build/Check", "Build/Ship"] };
    expect(after(text, { kind: "addAction", stage: "Stage", value: approval })).toEqual(["Build", "Approve", action("Approve/Ask")]);
    expect(after(text, { kind: "pasteActions", stage: "Stage", values: [deploy, approval] })).toEqual(["Build", "Deploy", action("Deploy/Ship2")]);
    expect(after(text, { kind: "copyAction", action: "Build/Ship", toStage: "Stage", runOrder: 1 })).toEqual(["Build", "Deploy", action("Deploy/Ship2")]);
    expect(after(text, put(text, carried))).toEqual(["Build", "Test", action("Test/Ship")]);
    expect(after(text, put(text, carried, true))).toEqual(["Build", "Test", action("Test/Ship2")]);
    // What is in the way of a name is a free one.
    expect(after(text, { kind: "addAction", stage: "Stage", value: { ...test, actionTypeId: { ...test.actionTypeId, category: "Build" } } })).toEqual(["Build", "Build2", action("Build2/Check")]);
  });

  it("stays when a person chose it, when there was an action before, and when the text is typed", () => {
    expect(after(drawn("Gate"), { kind: "addAction", stage: "Gate", value: approval })).toEqual(["Build", "Gate", action("Gate/Ask")]);
    const kept = drawn("Stage").replace('"actions": []', `"actions": [${JSON.stringify(approval)}]`);
    expect(after(kept, { kind: "addAction", stage: "Stage", value: test })).toEqual(["Build", "Stage", action("Stage/Check")]);
    expect(after(drawn("Stage"), { kind: "replaceText", text: kept })).toEqual(["Build", "Stage", undefined]);
  });
});
