import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { editOf, judge, movesOf, slotAt, slotsOf, type Carried, type Slot } from "./drop";
import { planEdit } from "./edits";
import { layout } from "./layout";
import { findAction, readDefinition } from "./model";
import { applyPatches } from "./text";

const definition = readDefinition(readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8"));
const { pipeline } = definition;
const board = layout(pipeline);
const carry = (...ids: string[]): Carried => ({ kind: "actions", ids });
const build: Carried = { kind: "new", type: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" }, label: "CodeBuild", outputs: 0 };

function dropped(carried: Carried, slot: Slot, copy = false) {
  const edit = editOf(pipeline, carried, slot, copy);
  if (!edit) throw new Error("nothing changes");
  const plan = planEdit(definition, edit);
  if (!plan.ok) throw new Error(plan.reason);
  return readDefinition(applyPatches(definition.text, plan.patches)).pipeline;
}

const shape = (p: typeof pipeline) => p.stages.map((stage) => [stage.name, ...stage.actions.map((action) => `${action.name} ${action.runOrder}`)].join(" "));

describe("drops", () => {
  it("finds a slot by geometry for every slot's own middle, and one everywhere over a lane", () => {
    for (const { slot, rect } of slotsOf(board, "actions")) expect(slotAt(board, "actions", rect.x + rect.width / 2, rect.y + rect.height / 2)?.slot).toEqual(slot);
    for (const lane of board.lanes) for (let y = 0; y < board.height; y += 7) expect(slotAt(board, "actions", lane.rect.x + 20, y)).toBeDefined();
  });

  it("every row of the table: beside, between, between stages, and the stage itself", () => {
    expect(judge(pipeline, build, { kind: "band", stage: "Build", runOrder: 1 }).sentence).toBe("Parallel in step 1 of Build, with UnitTests and Lint");
    expect(shape(dropped(build, { kind: "band", stage: "Build", runOrder: 1 }))[1]).toContain("CodeBuild 1");
    expect(judge(pipeline, build, { kind: "step", stage: "Build", index: 1 }).sentence).toBe("New step 2 in Build, later steps move down");
    expect(shape(dropped(build, { kind: "step", stage: "Build", index: 1 }))[1]).toBe("Build UnitTests 1 Lint 1 CodeBuild 2 Package 3");
    expect(judge(pipeline, build, { kind: "gutter", index: 2 }).sentence).toBe("New stage after Build");
    expect(dropped(build, { kind: "gutter", index: 2 }).stages.map((one) => one.name)).toEqual(["Source", "Build", "Build2", "Staging", "Approval", "Prod"]);
    expect(shape(dropped(carry("Build/Lint"), { kind: "step", stage: "Build", index: 2 }))[1]).toBe("Build UnitTests 1 Package 2 Lint 3");
    expect(dropped(carry("Build/Lint"), { kind: "gutter", index: 2 }).stages.map((one) => one.name)).toEqual(["Source", "Build", "Build2", "Staging", "Approval", "Prod"]);
    expect(dropped({ kind: "stage", stage: "Prod" }, { kind: "gutter", index: 2 }).stages.map((one) => one.name)).toEqual(["Source", "Build", "Prod", "Staging", "Approval"]);
    const copied = dropped(carry("Build/Lint"), { kind: "band", stage: "Staging", runOrder: 2 }, true);
    expect([copied.stages[1]?.actions.length, copied.stages[2]?.actions.map((one) => one.name)]).toEqual([3, ["DeployStaging", "SmokeTests", "EndToEnd", "Lint2"]]);
    const both = dropped(carry("Build/UnitTests", "Build/Lint"), { kind: "gutter", index: 2 });
    expect(both.stages[2]?.actions.map((one) => `${one.name} ${one.runOrder}`)).toEqual(["UnitTests 1", "Lint 1"]);
  });

  it("tells what breaks, why the service refuses, and the nearest place where nothing does", () => {
    const late = judge(pipeline, carry("Build/Package"), { kind: "step", stage: "Staging", index: 1 }, false, board);
    expect(late.breaks).toContainEqual({ action: "Staging/DeployStaging", artifact: "WebBuild", why: "produced later" });
    expect(late.instead).toBeDefined();
    if (late.instead) {
      const there = judge(pipeline, carry("Build/Package"), late.instead.slot);
      expect([there.illegal, there.breaks]).toEqual([undefined, []]);
    }
    expect(judge(pipeline, carry("Source/WebApp"), { kind: "band", stage: "Build", runOrder: 1 }).illegal).toBe("WebApp is a source: sources stand in the first stage only.");
    expect(judge(pipeline, build, { kind: "band", stage: "Source", runOrder: 1 }).illegal).toBe("CodeBuild is no source: the first stage holds sources only.");
    expect(judge(pipeline, carry("Build/Package"), { kind: "step", stage: "Build", index: 2 })).toMatchObject({ same: true, breaks: [], illegal: undefined });
  });

  it("offers the same moves in a menu", () => {
    const { around } = movesOf(pipeline, "Build/Package");
    expect(around.filter((one) => one.slot !== undefined).map((one) => one.label)).toEqual(["Up", "Parallel with previous", "To the stage before", "To the next stage", "New stage after this one"]);
    const up = around[0]?.slot;
    expect(up && shape(dropped(carry("Build/Package"), up))[1]).toBe("Build Package 1 UnitTests 2 Lint 2");
    expect(findAction(pipeline, "Build/Package")?.runOrder).toBe(2);
  });
});
