/** Variables of a pipeline: what an action may use at its place in the order, and who uses what. */
import type { Flow, Place } from "./flow";
import { actionsOf, type Action, type ActionId, type Pipeline } from "./model";

/** A variable that can stand in a field as `#{namespace.name}`. */
export interface AvailableVariable {
  readonly reference: string;
  /** The action that makes it; undefined for the pipeline's own variables. */
  readonly from: Action | undefined;
  readonly note: string | undefined;
  /** What it was in the last execution, when that is known. */
  readonly last?: string | undefined;
}

/** The values of variables in an execution: of each action, and under the empty id the pipeline's own. */
export type LastValues = ReadonlyMap<ActionId, readonly { readonly name: string; readonly value: string }[]>;

const before = (a: Place | undefined, b: Place | undefined) =>
  a !== undefined && b !== undefined && (a.stage < b.stage || (a.stage === b.stage && a.step < b.step));

/** The variables that an action may use: the pipeline's, and those of namespaces of earlier actions, nearest first. */
export function variablesFor(
  pipeline: Pipeline,
  flow: Flow,
  action: ActionId,
  outputsOf: (action: Action) => readonly string[],
  last: LastValues = new Map(),
): AvailableVariable[] {
  const here = flow.places.get(action);
  const valueOf = (id: ActionId, name: string) => last.get(id)?.find((one) => one.name === name)?.value;
  const own = pipeline.variables.map((variable) => ({
    reference: `#{variables.${variable.name}}`,
    from: undefined,
    note: variable.defaultValue,
    last: valueOf("", variable.name),
  }));
  const earlier = actionsOf(pipeline)
    .filter((one) => one.namespace !== undefined && before(flow.places.get(one.id), here))
    .reverse()
    .flatMap((one) =>
      // Of a build, only what it exported tells which there are.
      [...new Set([...outputsOf(one), ...one.outputVariables, ...(last.get(one.id) ?? []).map(({ name }) => name)])].map((name) => ({
        reference: `#{${one.namespace ?? ""}.${name}}`,
        from: one,
        note: undefined,
        last: valueOf(one.id, name),
      })),
    );
  const always = [
    { reference: "#{codepipeline.PipelineExecutionId}", from: undefined, note: "this execution" },
  ];
  return [...earlier, ...own, ...always];
}

/** Actions that use a variable of a namespace in their configuration, commands or environment. */
export function usersOf(pipeline: Pipeline, namespace: string): { readonly action: Action; readonly names: readonly string[] }[] {
  const pattern = new RegExp(`#\\{${namespace.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\.([^}]+)\\}`, "g");
  return actionsOf(pipeline).flatMap((action) => {
    const texts = [...Object.values(action.configuration), ...action.commands, ...action.environmentVariables.map((variable) => variable.value)];
    const names = [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? "")))];
    return names.length === 0 ? [] : [{ action, names }];
  });
}

/** An artifact that an action could take, and why not when it cannot. */
export interface ArtifactChoice {
  readonly name: string;
  readonly from: Action;
  readonly unavailable: string | undefined;
}

/** All artifacts that an action does not take yet: the available ones first, nearest first. */
export function artifactChoices(pipeline: Pipeline, flow: Flow, action: Action): ArtifactChoice[] {
  const here = flow.places.get(action.id);
  const seen = new Set(action.inputs);
  const choices: ArtifactChoice[] = [];
  for (const from of actionsOf(pipeline).reverse()) {
    for (const { name } of from.outputs) {
      if (seen.has(name) || from.id === action.id) continue;
      seen.add(name);
      const there = flow.places.get(from.id);
      const unavailable = before(there, here)
        ? undefined
        : there?.stage === here?.stage && there?.step === here?.step
          ? "made in the same step"
          : "produced later";
      choices.push({ name, from, unavailable });
    }
  }
  return choices.sort((a, b) => Number(a.unavailable !== undefined) - Number(b.unavailable !== undefined));
}

/** A free name for an action's next output: `BuildOutput`, `BuildOutput2`. */
export function proposeOutput(flow: Flow, action: Action): string {
  const base = `${action.name.replace(/[^A-Za-z0-9_-]/g, "")}Output`.slice(0, 96);
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}${i}`;
    if (!flow.artifacts.has(name)) return name;
  }
}
