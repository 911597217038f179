/** Copies of actions: their own names become free ones, and what they take from each other follows. Pure. */
import { jsonOf, readDefinition, type Definition } from "./model";
import { rename, type NameKind } from "./refer";
import type { Json } from "./syntax";
import { applyPatches, orderPatches } from "./text";

export type Members = { readonly [key: string]: Json };
export const asMap = (value: Json | undefined): Members => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});
export const asName = (value: Members): string => (typeof value.name === "string" ? value.name : "");
export const orderOf = (value: Members): number => (typeof value.runOrder === "number" ? value.runOrder : 1);

/** A name that is not taken: `Build`, `Build2`, at most 100 characters. */
export function freeName(name: string, used: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${name.slice(0, 96)}${n}`;
    if (!used.has(free)) return free;
  }
}

export interface Taken {
  readonly actions: Set<string>;
  readonly outputs: Set<string>;
  readonly namespaces: Set<string>;
}

/** Names that a copy may not have. Action names are kept apart over the whole pipeline, so that people can tell them apart. */
export function taken(pipeline: Definition["pipeline"]): Taken {
  const actions = pipeline.stages.flatMap((stage) => stage.actions);
  return {
    actions: new Set(actions.map((action) => action.name)),
    outputs: new Set(actions.flatMap((action) => action.outputs.map((output) => output.name))),
    namespaces: new Set(actions.flatMap((action) => (action.namespace === undefined ? [] : [action.namespace]))),
  };
}

/** An action whose own names are free ones; what it takes from others stays. */
export function freed(value: Json | undefined, used: Taken): Members {
  return freedTogether([asMap(value)], used)[0] ?? {};
}

/** Actions copied together: names become free ones, and what they take from each other follows. */
export function freedTogether(values: readonly Members[], used: Taken): Members[] {
  const take = (name: string, names: Set<string>) => {
    const free = freeName(name, names);
    names.add(free);
    return free;
  };
  const outputs = new Map<string, string>();
  const namespaces = new Map<string, string>();
  const named = values.map((value) => ({ ...value, name: take(asName(value) || "Action", used.actions) }));
  for (const value of named as Members[]) {
    const made = Array.isArray(value.outputArtifacts) ? value.outputArtifacts : [];
    for (const output of made) {
      const name = asName(asMap(output));
      if (name !== "" && !outputs.has(name)) outputs.set(name, take(name, used.outputs));
    }
    if (typeof value.namespace === "string" && !namespaces.has(value.namespace)) namespaces.set(value.namespace, take(value.namespace, used.namespaces));
  }
  // One throw-away definition renames what the copies say of each other.
  let text = JSON.stringify({ name: "copy", stages: [{ name: "copy", actions: named }] });
  const renamed: [NameKind, string, string][] = [
    ...[...outputs].map(([name, to]): [NameKind, string, string] => ["artifact", name, to]),
    ...[...namespaces].map(([name, to]): [NameKind, string, string] => ["namespace", name, to]),
  ];
  for (const [what, name, to] of renamed) {
    if (name === to) continue;
    const now = readDefinition(text, "json");
    text = applyPatches(text, orderPatches(rename(now, what, name, to)));
  }
  const now = readDefinition(text, "json");
  return (now.pipeline.stages[0]?.actions ?? []).map((action) => asMap(jsonOf(now, action.path)));
}
