/** Which action, stage or field a problem of the validator belongs to: its pointer is a place in the declaration. */
import type { ActionId, Definition, Pipeline, StageId } from "./model";
import type { Path } from "./syntax";
import { entryOf, nodeAt } from "./syntax";
import type { Span } from "./text";

/** What is needed of a problem to place it. */
export interface Pointed {
  /** JSON pointer into the declaration: `/stages/1/actions/0/configuration/ProjectName`. */
  readonly pointer: string;
}

/** The steps of a JSON pointer; numbers where the pipeline has lists. */
export function pointerPath(pointer: string): Path {
  if (pointer === "" || pointer === "/") return [];
  return pointer
    .replace(/^\//, "")
    .split("/")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replace(/~1/g, "/").replace(/~0/g, "~")));
}

/** Problems by the action and by the stage they belong to; the rest is the pipeline's. */
export function placeProblems<P extends Pointed>(
  pipeline: Pipeline,
  problems: readonly P[],
): { readonly actions: Map<ActionId, P[]>; readonly stages: Map<StageId, P[]>; readonly pipeline: P[] } {
  const actions = new Map<ActionId, P[]>();
  const stages = new Map<StageId, P[]>();
  const rest: P[] = [];
  const add = <K>(map: Map<K, P[]>, key: K, problem: P) => {
    const known = map.get(key);
    if (known) known.push(problem);
    else map.set(key, [problem]);
  };
  for (const problem of problems) {
    const [first, s, second, a] = pointerPath(problem.pointer);
    const stage = first === "stages" && typeof s === "number" ? pipeline.stages[s] : undefined;
    const action = second === "actions" && typeof a === "number" ? stage?.actions[a] : undefined;
    if (action) add(actions, action.id, problem);
    else if (stage) add(stages, stage.id, problem);
    else rest.push(problem);
  }
  return { actions, stages, pipeline: rest };
}

/** The member of an action that a problem names, as a path below the action; undefined when it is another's. */
export function fieldOf(problem: Pointed, actionPath: Path, base: Path): Path | undefined {
  const path = [...base, ...pointerPath(problem.pointer)];
  if (path.length < actionPath.length) return undefined;
  return actionPath.every((step, i) => path[i] === step) ? path.slice(actionPath.length) : undefined;
}

/** Where a pointer stands in the text: the value, or the nearest part of the declaration that is there. */
export function spanOfPointer(definition: Definition, pointer: string): Span {
  const path = [...definition.base, ...pointerPath(pointer)];
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length);
    const node = nodeAt(definition.syntax.root, at);
    if (!node) continue;
    const key = at.at(-1);
    if (length < path.length || node.kind !== "scalar") {
      // A whole object would be a wall of colour: its key, or its first character, says it as well.
      const entry = typeof key === "string" ? entryOf(nodeAt(definition.syntax.root, at.slice(0, -1)), key) : undefined;
      if (entry) return entry.keySpan;
      const name = entryOf(node, "name")?.node;
      if (name && name.to > name.from) return { from: name.from, to: name.to };
      return { from: node.from, to: Math.min(node.from + 1, node.to) };
    }
    return { from: node.from, to: node.to };
  }
  return { from: 0, to: 0 };
}
