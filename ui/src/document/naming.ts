/** The names that stages get by themselves: after what their first action does. Pure. */
import { asMap, freeName } from "./copies";
import type { Pipeline, Stage, Target } from "./model";
import type { Json } from "./syntax";

const words: Readonly<Record<string, string>> = { Source: "Source", Build: "Build", Compute: "Build", Test: "Test", Deploy: "Deploy", Approval: "Approve", Invoke: "Invoke" };

/** A free name for a new stage, after the category of its first action. Without one it is `Stage`, until it has one. */
export function stageName(used: ReadonlySet<string>, category?: string): string {
  return freeName(words[category ?? ""] ?? "Stage", used);
}

export const stageNames = (pipeline: Pipeline): Set<string> => new Set(pipeline.stages.map((stage) => stage.name));

/** The category of an action as a file has it. */
export function categoryOf(action: Json | undefined): string | undefined {
  const { category } = asMap(asMap(action).actionTypeId);
  return typeof category === "string" ? category : undefined;
}

/** A stage without actions whose name nobody has chosen: its first action names it. */
export const isUnnamed = ({ id, name, actions }: Stage): boolean => actions.length === 0 && id === name && /^Stage\d*$/.test(name);

/** A target after a stage has another name. */
export function renamedTarget(target: Target | undefined, from: string, to: string): Target | undefined {
  if (target?.kind === "stage" && target.stage === from) return { ...target, stage: to };
  if (target?.kind === "action" && target.action.startsWith(`${from}/`)) return { ...target, action: `${to}${target.action.slice(from.length)}` };
  return target;
}
