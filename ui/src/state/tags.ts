/**
 * Which commands provide what, and what a change makes stale. The event feed names tags; this table turns them into
 * the queries to read again, so that no view guesses. Pure: no React, no host.
 */
import type { ApiCall, Commands } from "../generated/studio";

type Name = keyof Commands;
type ArgsOf<K extends Name> = Commands[K]["args"];
type Table = { readonly [K in Name]?: (args: ArgsOf<K>) => readonly string[] };

/** The tag of a pipeline. */
export const pipelineTag = (place: string, name: string) => `pipeline:${place}:${name}`;
/** The tag of an execution. */
export const executionTag = (id: string) => `execution:${id}`;
/** The tag of an action's log. */
export const logTag = (actionExecution: string) => `log:${actionExecution}`;
/** The tag of a file. */
export const fileTag = (path: string) => `file:${path}`;

/** A tag that ends in `*` stands for all that begin like it. */
export function covers(pattern: string, tag: string): boolean {
  return pattern.endsWith("*") ? tag.startsWith(pattern.slice(0, -1)) : pattern === tag;
}

/** What the answer of a reading command depends on. */
const PROVIDES: Table = {
  hello: () => ["settings"],
  "settings.get": () => ["settings"],
  "files.open": ({ path }) => [fileTag(path)],
  "files.recent": () => ["recent", "file:*"],
  "pipelines.list": ({ place }) => ["pipelines", pipelineTag(place, "*"), "approvals", "places"],
  plan: ({ path }) => [fileTag(path), "pipelines", pipelineTag("local", "*")],
  execution: ({ execution }) => [executionTag(execution)],
  why: ({ execution }) => [executionTag(execution)],
  tests: ({ execution }) => [executionTag(execution)],
  "log.read": ({ actionExecution }) => [logTag(actionExecution)],
  "artifacts.list": ({ execution }) => [executionTag(execution)],
  "approvals.list": () => ["approvals", "places"],
  automation: ({ pipeline }) => [pipelineTag("local", pipeline), "pipelines"],
  "trail.query": () => ["trail", "places"],
  "places.list": () => ["places"],
  api: (args) => apiProvides(args),
};

/** What a changing command makes stale at once, before the feed says so. */
const CHANGES: Table = {
  "settings.set": () => ["settings"],
  "files.save": ({ path }) => [fileTag(path), "recent"],
  "files.create": () => ["recent"],
  "files.delete": ({ path }) => [fileTag(path), "recent"],
  "templates.create": () => ["recent"],
  "demo.open": () => ["recent"],
  run: () => ["pipelines", "approvals"],
  "approvals.decide": ({ place, pipeline }) => ["approvals", pipelineTag(place, pipeline), "pipelines"],
  "places.open": () => ["places", "pipelines"],
  "places.close": () => ["places", "pipelines"],
  "places.add": () => ["places"],
  "places.remove": () => ["places", "pipelines"],
  api: (args) => apiChanges(args),
};

function member(input: unknown, ...names: string[]): string | null {
  if (typeof input !== "object" || input === null) return null;
  for (const name of names) {
    const value = (input as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
  }
  return null;
}

function apiProvides({ place, operation, input }: ApiCall): readonly string[] {
  const tags = ["places"];
  const name = member(input, "pipelineName", "name");
  const execution = member(input, "pipelineExecutionId");
  if (name !== null) tags.push(pipelineTag(place, name));
  else tags.push("pipelines", pipelineTag(place, "*"));
  if (execution !== null) tags.push(executionTag(execution));
  if (operation === "ListPipelineExecutions" || operation === "GetPipelineState") tags.push("execution:*");
  return tags;
}

const READS = /^(Get|List|Poll)/;

function apiChanges({ place, operation, input }: ApiCall): readonly string[] {
  if (READS.test(operation)) return [];
  const tags = ["pipelines", "trail", "approvals"];
  const name = member(input, "pipelineName", "name");
  const execution = member(input, "pipelineExecutionId");
  if (name !== null) tags.push(pipelineTag(place, name));
  if (execution !== null) tags.push(executionTag(execution));
  return tags;
}

/** The tags under which an answer is held. Empty for answers that never go stale. */
export function provides<K extends Name>(command: K, args: ArgsOf<K>): readonly string[] {
  return PROVIDES[command]?.(args) ?? [];
}

/** The tags that a changing command makes stale. */
export function changes<K extends Name>(command: K, args: ArgsOf<K>): readonly string[] {
  return CHANGES[command]?.(args) ?? [];
}

/** Whether an answer must be read again when these tags are stale. */
export function isStale<K extends Name>(command: K, args: ArgsOf<K>, stale: readonly string[]): boolean {
  return provides(command, args).some((held) => stale.some((tag) => covers(held, tag) || covers(tag, held)));
}
