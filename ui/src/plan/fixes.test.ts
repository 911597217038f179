import { expect, test } from "vitest";
import type { Gap, Plan, PlannedAction, RunRequest } from "../generated/studio";
import { fixOf, withFix, withoutGaps } from "./fixes";

const request: RunRequest = { path: "p.json", text: null, variables: [], sources: [], projects: [], on: [], replace: false, keepGuesses: false, secrets: [], sandbox: null };
const gap = (code: string, subject = ""): Gap => ({ code, message: "", remedy: "", subject });
const action = (name: string, gaps: Gap[]): PlannedAction => ({ stage: "S", action: name, runOrder: 1, provider: "P", category: "Deploy", runsOn: "local", fidelity: "real", what: "", from: "", differences: [], gaps });

test("a source is mapped by the action's name, and mapped anew", () => {
  const fix = fixOf(gap("source-not-mapped"), action("App", []));
  const once = withFix(request, fix, "/a");
  expect(once.sources).toEqual(["App=/a"]);
  expect(withFix(once, fix, "/b").sources).toEqual(["App=/b"]);
  expect(withFix(once, fix, "").sources).toEqual([]);
});

test("of a secret only the file's name travels", () => {
  expect(withFix(request, fixOf(gap("secret-missing", "TOKEN"), action("Build", [])), "/run/token").secrets).toEqual(["TOKEN=@/run/token"]);
});

test("all that cannot run here is simulated at once, and nothing else", () => {
  const plan = { actions: [action("App", [gap("source-missing")]), action("Eks", [gap("provider-not-here")]), action("Batch", [gap("batch-not-here")])] } as unknown as Plan;
  expect(withoutGaps(request, plan)?.on).toEqual(["Eks=simulated", "Batch=simulated"]);
  expect(withoutGaps(request, { ...plan, actions: plan.actions.slice(0, 1) })).toBeNull();
});
