import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { quotas } from "../generated/studio";
import { gates, type Ruled } from "./conditions";
import { editOf, judge, slotAt, slotsOf, type Slot } from "./drop";
import { planEdit } from "./edits";
import { layout } from "./layout";
import { jsonOf, readDefinition, type Definition } from "./model";
import { applyPatches } from "./text";

const json = readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8");
const yaml = readFileSync(new URL("./fixtures/storefront.yaml", import.meta.url), "utf8");
const check: Ruled = { kind: "rule", provider: "VariableCheck", label: "Variable check" };

function dropped(definition: Definition, ruled: Ruled, slot: Slot, copy = false): Definition {
  const edit = editOf(definition.pipeline, ruled, slot, copy);
  const plan = edit && planEdit(definition, edit);
  if (!plan?.ok) throw new Error(plan?.reason ?? "nothing changes");
  return readDefinition(applyPatches(definition.text, plan.patches));
}

const at = (stage: string, gate: "beforeEntry" | "onSuccess" | "onFailure"): Slot => ({ kind: "gate", stage, gate });
const gateOf = (definition: Definition, stage: number, gate: string) => jsonOf(definition, [...definition.base, "stages", stage, gate]);

describe("rules and conditions dropped on a gate", () => {
  it("every lane has its three gates, found by geometry", () => {
    const board = layout(readDefinition(json).pipeline);
    const slots = slotsOf(board, "rule");
    expect(slots).toHaveLength(3 * board.lanes.length);
    for (const { slot, rect } of slots) expect(slotAt(board, "rule", rect.x + rect.width / 2, rect.y + rect.height / 2)?.slot).toEqual(slot);
    expect(slotAt(board, "rule", 0, 40)).toBeUndefined();
  });

  it("a rule makes the condition with a result that its gate has, and more rules join it under free names", () => {
    for (const text of [json, yaml]) {
      for (const { gate, results } of gates) {
        const once = dropped(readDefinition(text), check, at("Build", gate));
        expect(once.faults).toEqual([]);
        expect(gateOf(once, 1, gate)).toMatchObject({ conditions: [{ result: results[0]?.value, rules: [{ name: "VariableCheck", ruleTypeId: { provider: "VariableCheck" } }] }] });
        const twice = dropped(once, check, at("Build", gate));
        expect(gateOf(twice, 1, gate)).toMatchObject({ conditions: [{ rules: [{ name: "VariableCheck" }, { name: "VariableCheck2" }] }] });
        expect(twice.pipeline.stages[1]?.conditions.rules[gate]).toBe(2);
      }
    }
  });

  it("a full condition refuses, with the reason, and one that is moved to its own place stays", () => {
    let definition = readDefinition(json);
    for (let i = 0; i < quotas.rulesOfCondition; i++) definition = dropped(definition, check, at("Build", "onSuccess"));
    expect(judge(definition.pipeline, check, at("Build", "onSuccess")).illegal).toBe("A condition holds at most 5 rules.");
    expect(judge(definition.pipeline, check, at("Build", "beforeEntry")).illegal).toBeUndefined();
    expect(judge(definition.pipeline, { kind: "condition", stage: "Build", gate: "onSuccess" }, at("Build", "onSuccess")).same).toBe(true);
  });

  it("a condition moves with its rules, takes a result that is legal there, and is copied with Alt", () => {
    for (const text of [json, yaml]) {
      const before = dropped(readDefinition(text), check, at("Build", "beforeEntry"));
      const carried: Ruled = { kind: "condition", stage: "Build", gate: "beforeEntry" };
      const moved = dropped(before, carried, at("Staging", "onSuccess"));
      expect(gateOf(moved, 1, "beforeEntry")).toBeUndefined();
      expect(gateOf(moved, 2, "onSuccess")).toMatchObject({ conditions: [{ result: "FAIL", rules: [{ name: "VariableCheck" }] }] });
      const copied = dropped(before, carried, at("Staging", "onFailure"), true);
      expect(gateOf(copied, 1, "beforeEntry")).toEqual(gateOf(before, 1, "beforeEntry"));
      expect(gateOf(copied, 2, "onFailure")).toMatchObject({ conditions: [{ result: "ROLLBACK" }] });
    }
  });

  it("a plain result on failure gives way to the condition, and the sentence says so", () => {
    const text = '{"name":"p","stages":[{"name":"S","onFailure":{"result":"RETRY","retryConfiguration":{"retryMode":"ALL_ACTIONS"}},"actions":[]}]}';
    const definition = readDefinition(text);
    expect(judge(definition.pipeline, check, at("S", "onFailure")).sentence).toBe("Failure condition of S: Variable check, instead of what it does now");
    const after = gateOf(dropped(definition, check, at("S", "onFailure")), 0, "onFailure");
    expect(Object.keys(after as object)).toEqual(["conditions"]);
  });
});
