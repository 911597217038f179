import { describe, expect, it } from "vitest";
import type { Plan, PlannedAction, RunRequest } from "../generated/studio";
import { endsOf, partsOf, withPart } from "./part";

const action = (stage: string, name: string, category: string): PlannedAction => ({ stage, action: name, runOrder: 1, provider: "X", category, runsOn: "local", fidelity: "real", what: "", from: "", differences: [], gaps: [] });
const plan: Plan = {
  pipeline: "p",
  ready: true,
  sandbox: "auto",
  variables: [],
  problems: [],
  guesses: [],
  changed: false,
  running: 0,
  actions: [action("Source", "Code", "Source"), action("Build", "Lint", "Build"), action("Build", "Check (entry)", "Rule"), action("Build", "Pack", "Build"), action("Prod", "Ship", "Deploy")],
};
const request: RunRequest = { path: "p.json", text: null, variables: [], sources: [], projects: [], on: [], replace: false, keepGuesses: false, secrets: [], sandbox: null };

describe("the part of a pipeline that runs", () => {
  const parts = partsOf(plan);

  it("offers stages and actions in their order, and no rules", () => {
    expect(parts.stages).toEqual(["Source", "Build", "Prod"]);
    expect(parts.actions).toEqual(["Source/Code", "Build/Lint", "Build/Pack", "Prod/Ship"]);
    expect(endsOf(parts, "Build/Pack")).toEqual(["Build", "Prod"]);
    expect(endsOf(parts, null)).toEqual(parts.stages);
  });

  it("runs one action alone or from one place to another, never both", () => {
    const from = withPart(request, parts, { from: "Build" });
    expect(from).toMatchObject({ only: null, from: "Build", until: null });
    const both = withPart(from, parts, { until: "Build" });
    expect(both).toMatchObject({ from: "Build", until: "Build" });
    expect(withPart(both, parts, { only: "Build/Pack" })).toMatchObject({ only: "Build/Pack", from: null, until: null });
    expect(withPart(withPart(both, parts, { only: "Build/Pack" }), parts, { from: "Prod" })).toMatchObject({ only: null, from: "Prod" });
  });

  it("does not end before it begins", () => {
    const until = withPart(request, parts, { until: "Source" });
    expect(withPart(until, parts, { from: "Prod" })).toMatchObject({ from: "Prod", until: null });
    expect(withPart(until, parts, { until: "" })).toMatchObject({ until: null });
  });
});
