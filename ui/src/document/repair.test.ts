import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { planEdit } from "./edits";
import { readDefinition } from "./model";
import type { Change } from "./repair";
import { applyPatches } from "./text";

function repaired(text: string, ...changes: Change[]): string {
  const plan = planEdit(readDefinition(text), { kind: "repair", label: "Put it right", changes });
  if (!plan.ok) throw new Error(plan.reason);
  return applyPatches(text, plan.patches);
}

const json = readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8");
const yaml = readFileSync(new URL("./fixtures/storefront.yaml", import.meta.url), "utf8");

it("a repair touches what it names and nothing else, in JSON and YAML", () => {
  expect(repaired(json, { op: "set", at: "/stages/1/actions/0/configuration/ProjectName", value: "unit" })).toBe(json.replace('"web-unit"', '"unit"'));
  expect(repaired(yaml, { op: "rename", at: "/stages/1/actions/0/configuration/ProjectName", to: "Project" })).toBe(yaml.replace("ProjectName: web-unit", "Project: web-unit"));
  expect(repaired(json, { op: "rename", at: "/stages/1/actions/0/configuration/ProjectName", to: "Project" })).toBe(json.replace('"ProjectName": "web-unit"', '"Project": "web-unit"'));
});

it("changes follow each other: each is made on what the one before left", () => {
  for (const text of [json, yaml]) {
    const before = readDefinition(text).pipeline;
    const after = readDefinition(
      repaired(
        text,
        { op: "set", at: "/stages/1/actions/0/runOrder", value: 7 },
        { op: "move", at: "/stages/1/actions/0", to: "/stages/2/actions" },
        { op: "remove", at: "/stages/1/actions/0" },
        { op: "append", to: "/stages/1/actions", value: { name: "Last" } },
      ),
    ).pipeline;
    const names = (at: number) => after.stages[at]?.actions.map((action) => `${action.name} ${action.runOrder}`);
    expect(names(2)?.at(-1)).toBe(`${before.stages[1]?.actions[0]?.name ?? ""} 7`);
    expect(names(1)).toEqual([...(before.stages[1]?.actions.slice(2).map((action) => `${action.name} ${action.runOrder}`) ?? []), "Last 1"]);
  }
});

it("what a value stands in is made when it is missing; a taken name is refused", () => {
  const text = '{"name":"p","stages":[{"name":"S","actions":[{"name":"A"}]}]}';
  expect(repaired(text, { op: "set", at: "/stages/0/actions/0/configuration/K", value: "v" })).toBe(text.replace('"A"', '"A","configuration":{"K":"v"}'));
  expect(repaired(text, { op: "append", to: "/variables", value: { name: "V" } })).toBe(text.replace(/\}$/, ',"variables":[{"name":"V"}]}'));
  const twice = '{"name":"p","stages":[],"Name":"q"}';
  expect(planEdit(readDefinition(twice), { kind: "repair", label: "", changes: [{ op: "rename", at: "/Name", to: "name" }] })).toMatchObject({ ok: false });
});
