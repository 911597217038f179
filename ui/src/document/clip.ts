/**
 * The clipboard as text: stages and actions as plain JSON, and what others paste: declarations of the AWS CLI, parts of
 * CloudFormation templates (JSON or YAML), one action or a list. Reads and writes text; changes no definition.
 */
import { parse } from "yaml";
import { copyOf, findAction, findStage, type ActionId, type Definition, type StageId } from "./model";
import type { Json } from "./syntax";

type Members = { readonly [key: string]: Json };

/** What a pasted text holds. */
export type Clip = { readonly kind: "actions"; readonly values: readonly Members[] } | { readonly kind: "stages"; readonly values: readonly Members[] };

/** Actions as text, in the order of the definition: one alone as an object, several as a list. */
export function clipActions(definition: Definition, ids: readonly ActionId[]): string {
  const values = ids.flatMap((id) => {
    const action = findAction(definition.pipeline, id);
    const value = action && copyOf(definition, action.path);
    return value === undefined ? [] : [value];
  });
  return JSON.stringify(values.length === 1 ? values[0] : values, null, 2);
}

export function clipStage(definition: Definition, id: StageId): string {
  const stage = findStage(definition.pipeline, id);
  return stage === undefined ? "" : JSON.stringify(copyOf(definition, stage.path), null, 2);
}

/** Reads a pasted text; undefined when it is neither stages nor actions. */
export function readClip(text: string): Clip | undefined {
  if (text.length > 4_000_000) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return undefined;
  }
  return find(value as Json, 0);
}

function find(value: Json | undefined, depth: number): Clip | undefined {
  if (value === undefined || value === null || typeof value !== "object" || depth > 4) return undefined;
  if (Array.isArray(value)) {
    const maps = value.filter(isMap).map(plain);
    if (maps.length === 0 || maps.length !== value.length) return undefined;
    if (maps.every(isStage)) return { kind: "stages", values: maps };
    if (maps.every(isAction)) return { kind: "actions", values: maps };
    return undefined;
  }
  const own = plain(value);
  if (isAction(own)) return { kind: "actions", values: [own] };
  if (isStage(own)) return { kind: "stages", values: [own] };
  for (const key of ["pipeline", "stages", "actions", "properties"]) {
    const found = find(own[key], depth + 1);
    if (found) return found;
  }
  // A whole template: its first pipeline.
  const resources = own.resources;
  if (isMap(resources)) {
    for (const one of Object.values(resources)) if (isMap(one) && (one.Type ?? one.type) === "AWS::CodePipeline::Pipeline") return find(one, depth + 1);
  }
  return undefined;
}

const isMap = (value: Json | undefined): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);
const isAction = (value: Members) => isMap(value.actionTypeId);
const isStage = (value: Members) => Array.isArray(value.actions) && typeof value.name === "string";

/** CloudFormation writes members with a capital: the API's spelling, down to the configuration, whose keys are its own. */
function plain(value: Members): Members {
  const lower = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
  const walk = (one: Json, name: string): Json => {
    if (name === "configuration" || name === "resources") return one;
    if (Array.isArray(one)) return one.map((item) => walk(item, ""));
    if (!isMap(one)) return name === "runOrder" && typeof one === "string" && /^\d+$/.test(one) ? Number(one) : one;
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [lower(key), walk(item, lower(key))]));
  };
  return walk(value, "") as Members;
}
