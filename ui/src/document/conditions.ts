/**
 * The conditions of a stage: the three gates with what each lets happen, the rule types with their configuration, and
 * how a rule or a whole condition comes to a gate. Keys and results: AWS, "Rule structure reference" and "Stage
 * conditions".
 */
import { quotas } from "../generated/studio";
import { findStage, copyOf, type Definition, type Pipeline, type Stage, type StageId } from "./model";
import type { Json } from "./syntax";
import type { Patch } from "./text";
import { inTurn } from "./turns";
import { EditRefused, insertAt, removeAt, setAt } from "./write";

/** A rule provider as the form needs it. */
export interface RuleType {
  readonly provider: string;
  readonly label: string;
  readonly keys: readonly { readonly name: string; readonly label: string; readonly required: boolean; readonly options?: readonly string[]; readonly example?: string; readonly resource?: string }[];
  readonly commands?: true;
}

export const ruleTypes: readonly RuleType[] = [
  {
    provider: "VariableCheck",
    label: "Variable check",
    keys: [
      { name: "Variable", label: "Variable", required: true, example: "#{Source.BranchName}" },
      { name: "Operator", label: "Operator", required: true, options: ["EQ", "NE", "CONTAINS", "MATCHES"] },
      { name: "Value", label: "Value", required: true, example: "main" },
    ],
  },
  {
    provider: "DeploymentWindow",
    label: "Deployment window",
    keys: [
      { name: "Cron", label: "Cron", required: true, example: "0 0 9-17 ? * MON-FRI *" },
      { name: "TimeZone", label: "Time zone", required: false, example: "Europe/Berlin" },
    ],
  },
  {
    provider: "CloudWatchAlarm",
    label: "CloudWatch alarm",
    keys: [
      { name: "AlarmName", label: "Alarm", required: true, example: "prod-5xx", resource: "alarm" },
      { name: "AlarmStates", label: "States that fail", required: false, example: "ALARM" },
      { name: "WaitTime", label: "Wait in minutes", required: false, example: "10" },
    ],
  },
  {
    provider: "LambdaInvoke",
    label: "Lambda function",
    keys: [
      { name: "FunctionName", label: "Function", required: true, resource: "function" },
      { name: "UserParameters", label: "User parameters", required: false },
    ],
  },
  { provider: "CodeBuild", label: "CodeBuild", keys: [{ name: "ProjectName", label: "Project", required: true, resource: "build-project" }] },
  { provider: "Commands", label: "Commands", keys: [], commands: true },
];

/** The member of a stage that a condition stands under. */
export type ConditionGate = "beforeEntry" | "onSuccess" | "onFailure";

export interface ConditionGateKind {
  readonly gate: ConditionGate;
  readonly title: string;
  readonly says: string;
  /** What a condition there may lead to; the first is what a new one gets. */
  readonly results: readonly { readonly value: string; readonly label: string }[];
}

export const gates: readonly ConditionGateKind[] = [
  { gate: "beforeEntry", title: "Entry", says: "Rules that must hold before the stage begins.", results: [{ value: "FAIL", label: "Fail the stage" }, { value: "SKIP", label: "Skip the stage" }] },
  { gate: "onSuccess", title: "Success", says: "Rules that must hold after its actions.", results: [{ value: "ROLLBACK", label: "Roll back" }, { value: "FAIL", label: "Fail the stage" }] },
  { gate: "onFailure", title: "Failure", says: "What happens when an action fails.", results: [{ value: "ROLLBACK", label: "Roll back" }] },
];

/** A rule, or the condition of a gate, that comes to a gate. */
export type Ruled = { readonly kind: "rule"; readonly provider: string; readonly label: string } | { readonly kind: "condition"; readonly stage: StageId; readonly gate: ConditionGate };

/** What it does there, in one sentence. */
export function sayRule(pipeline: Pipeline, ruled: Ruled, stage: StageId, gate: ConditionGate, copy: boolean): string {
  const name = findStage(pipeline, stage)?.name ?? "";
  const title = gates.find((one) => one.gate === gate)?.title ?? "";
  const replaces = gate === "onFailure" && findStage(pipeline, stage)?.conditions.plainFailure !== undefined ? ", instead of what it does now" : "";
  if (ruled.kind === "rule") return `${title} condition of ${name}: ${ruled.label}${replaces}`;
  return `${copy ? "Copy" : "Move"} the condition to ${title.toLowerCase()} of ${name}${replaces}`;
}

/** Why a gate takes no more; undefined when it does. */
export function refuseRule(pipeline: Pipeline, ruled: Ruled, stage: StageId, gate: ConditionGate): string | undefined {
  const rulesOf = (id: StageId, at: ConditionGate) => findStage(pipeline, id)?.conditions.rules[at] ?? 0;
  const more = ruled.kind === "rule" ? 1 : rulesOf(ruled.stage, ruled.gate);
  return rulesOf(stage, gate) + more > quotas.rulesOfCondition ? `A condition holds at most ${quotas.rulesOfCondition} rules.` : undefined;
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const map = (value: Json | undefined): { [key: string]: Json } => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

/** The one condition of a gate; every list of conditions holds exactly one. */
const conditionOf = (definition: Definition, stage: Stage, gate: ConditionGate) => map(list(map(copyOf(definition, [...stage.path, gate])).conditions)[0]);

function freshRule(provider: string, label: string, taken: ReadonlySet<string>): Json {
  const base = label.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}${n}`;
  const ruleTypeId = { category: "Rule", owner: "AWS", provider, version: "1" };
  return { name, ruleTypeId, ...(provider === "VariableCheck" ? { configuration: { Variable: "", Operator: "EQ", Value: "" } } : provider === "Commands" ? { commands: ["true"] } : { configuration: {} }) };
}

/** Adds rules to a gate, with the condition that holds them when there is none; a plain result on failure gives way. */
function addRules(definition: Definition, id: StageId, gate: ConditionGate, rules: readonly Json[], result: string): readonly Patch[] {
  const stage = findStage(definition.pipeline, id);
  if (!stage) throw new EditRefused(`The definition has no stage ${id}.`);
  const path = [...stage.path, gate];
  const there = list(conditionOf(definition, stage, gate).rules);
  if (there.length === 0) return setAt(definition, path, { conditions: [{ result, rules: [...rules] }] });
  const holder = [...path, "conditions", 0, "rules"];
  return inTurn(definition, ...rules.map((rule, i) => (now: Definition) => insertAt(now, holder, there.length + i, rule)));
}

/** A rule or a condition comes to a gate of a stage. */
export function planRule(definition: Definition, ruled: Ruled, stage: StageId, gate: ConditionGate, copy: boolean): readonly Patch[] {
  const legal = gates.find((one) => one.gate === gate)?.results.map(({ value }) => value) ?? [];
  const to = findStage(definition.pipeline, stage);
  if (!to) throw new EditRefused(`The definition has no stage ${stage}.`);
  const names = list(conditionOf(definition, to, gate).rules).map((rule) => text(map(rule).name));
  if (ruled.kind === "rule") return addRules(definition, stage, gate, [freshRule(ruled.provider, ruled.label, new Set(names))], legal[0] ?? "FAIL");
  const from = findStage(definition.pipeline, ruled.stage);
  const condition = from && conditionOf(definition, from, ruled.gate);
  if (!from || list(condition?.rules).length === 0) throw new EditRefused("There is no condition to move.");
  const result = text(condition?.result);
  return inTurn(
    definition,
    (now) => addRules(now, stage, gate, list(condition?.rules), legal.includes(result) ? result : (legal[0] ?? "FAIL")),
    (now) => (copy ? [] : removeAt(now, [...from.path, ruled.gate])),
  );
}
