/**
 * What a definition says, typed and tolerant: whatever can be read is here with its place in the
 * text, also while a person is in the middle of writing it. Rules and problems are the validator's.
 */
import { parseJson } from "./json";
import type { Fault, Format, Json, Path, Syntax, SyntaxNode } from "./syntax";
import { entryOf, nodeAt, pathAt, valueOf } from "./syntax";
import { declarationIn, writtenValue, type Roots } from "./template";
import type { Span } from "./text";
import { parseYaml } from "./yaml";

/** Names a stage within a pipeline: its name, with `~2` and so on where a draft repeats a name. */
export type StageId = string;
/** Names an action within a pipeline: `Stage/Action`, with `~2` and so on where a draft repeats a name. */
export type ActionId = string;

export interface ActionTypeId {
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly version: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** One action of a stage. */
export interface Action {
  readonly id: ActionId;
  readonly name: string;
  readonly typeId: ActionTypeId;
  /** 1 when the definition does not say. */
  readonly runOrder: number;
  readonly configuration: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly files: readonly string[] }[];
  readonly outputVariables: readonly string[];
  readonly environmentVariables: readonly EnvironmentVariable[];
  readonly roleArn: string | undefined;
  readonly region: string | undefined;
  readonly namespace: string | undefined;
  readonly timeoutInMinutes: number | undefined;
  readonly path: Path;
  readonly span: Span;
}

/** Conditions of a stage, as far as its header shows them. */
export interface StageConditions {
  readonly entry: boolean;
  readonly success: boolean;
  /** What happens on failure: `ROLLBACK`, `RETRY`, `FAIL`, `SKIP`. */
  readonly failure: string | undefined;
  /** What it does on failure without a condition. */
  readonly plainFailure: string | undefined;
  /** How many rules stand at each gate. */
  readonly rules: { readonly beforeEntry: number; readonly onSuccess: number; readonly onFailure: number };
}

/** A stage that says nothing of conditions. */
export const noConditions: StageConditions = { entry: false, success: false, failure: undefined, plainFailure: undefined, rules: { beforeEntry: 0, onSuccess: 0, onFailure: 0 } };

export interface Stage {
  readonly id: StageId;
  readonly name: string;
  readonly actions: readonly Action[];
  readonly conditions: StageConditions;
  readonly path: Path;
  readonly span: Span;
}

export interface Variable {
  readonly name: string;
  readonly defaultValue: string | undefined;
  readonly description: string | undefined;
}

/** A trigger in words: the source action that it watches and what it lets through. */
export interface Trigger {
  readonly providerType: string;
  readonly sourceActionName: string;
  readonly filters: readonly string[];
}

export interface Pipeline {
  readonly name: string;
  readonly roleArn: string | undefined;
  readonly pipelineType: string;
  readonly executionMode: string;
  readonly version: number | undefined;
  readonly artifactStores: readonly { readonly region: string | undefined; readonly type: string; readonly location: string }[];
  readonly variables: readonly Variable[];
  readonly triggers: readonly Trigger[];
  readonly stages: readonly Stage[];
}

/** How the declaration stands in the text: at its top, under `pipeline` as the AWS CLI writes it, or in a template. */
export type Shape = "bare" | "wrapped" | "template" | "unknown";

/** A text read as a pipeline definition. */
export interface Definition {
  readonly text: string;
  readonly format: Format;
  readonly shape: Shape;
  /** Where the declaration stands: empty, or `["pipeline"]`. */
  readonly base: Path;
  /** For a template: the declaration in it, with the places of the template's text. */
  readonly syntax: Syntax;
  readonly faults: readonly Fault[];
  readonly pipeline: Pipeline;
  /** How the pipeline stands in the template that the text is. */
  readonly roots?: Roots | undefined;
}

/** What a person can select. */
export type Target =
  | { readonly kind: "pipeline" }
  | { readonly kind: "stage"; readonly stage: StageId }
  | { readonly kind: "action"; readonly action: ActionId };

/** JSON when the text begins like JSON, unless only YAML can read it; YAML otherwise. */
export function detectFormat(text: string): Format {
  if (!/^[\s\uFEFF]*(?:[{[]|\/\/|\/\*)/.test(text)) return "yaml";
  return parseJson(text).faults.length > 0 && parseYaml(text).faults.length === 0 ? "yaml" : "json";
}

/** Reads a definition. The format is the file's; without one it is guessed from the text. */
export function readDefinition(text: string, format: Format = detectFormat(text), roots?: Roots): Definition {
  const syntax = format === "json" ? parseJson(text) : parseYaml(text);
  if (roots !== undefined) return readTemplate(text, format, syntax, roots);
  const { root } = syntax;
  const wrapped = entryOf(root, "pipeline")?.node;
  const shape: Shape = wrapped?.kind === "map" ? "wrapped" : entryOf(root, "stages") || entryOf(root, "name") ? "bare" : "unknown";
  const base: Path = shape === "wrapped" ? ["pipeline"] : [];
  const faults = [...syntax.faults];
  if (shape === "unknown" && faults.length === 0 && text.trim() !== "") {
    const template = entryOf(root, "Resources") !== undefined;
    faults.push({
      message: template
        ? "This CloudFormation template makes no pipeline that can be shown."
        : "This is not a pipeline declaration: it has neither a name nor stages.",
      from: 0,
      to: Math.min(text.length, 1),
    });
  }
  return { text, format, shape, base, syntax, faults, pipeline: readPipeline(nodeAt(root, base), base) };
}

function readTemplate(text: string, format: Format, syntax: Syntax, roots: Roots): Definition {
  const root = declarationIn(syntax.root, roots);
  const faults = [...syntax.faults];
  if (root === undefined && faults.length === 0) faults.push({ message: `The template has no pipeline at ${roots.path.join(".")}.`, from: 0, to: Math.min(text.length, 1) });
  const read = readPipeline(root, []);
  const pipeline = read.name === "" ? { ...read, name: roots.name ?? "" } : read;
  return { text, format, shape: "template", base: [], syntax: { ...syntax, root }, faults, pipeline, roots };
}

/** Reads a later text of the same definition. */
export function readAgain(definition: Definition, text: string): Definition {
  return readDefinition(text, definition.format, definition.roots);
}

// ---------------------------------------------------------------- reading

const textOf = (node: SyntaxNode | undefined): string | undefined =>
  node?.kind === "scalar" && node.value !== null ? node.source : undefined;
const child = (node: SyntaxNode | undefined, key: string) => entryOf(node, key)?.node;
const string = (node: SyntaxNode | undefined, key: string) => textOf(child(node, key));
const list = (node: SyntaxNode | undefined, key: string) => {
  const found = child(node, key);
  return found?.kind === "list" ? found.items : [];
};
const strings = (node: SyntaxNode | undefined, key: string) =>
  list(node, key).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [text];
  });
const number = (node: SyntaxNode | undefined, key: string) => {
  const text = string(node, key);
  const value = text === undefined || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

function readPipeline(node: SyntaxNode | undefined, base: Path): Pipeline {
  const stageIds = new Map<string, number>();
  const stages = list(node, "stages").map((stage, i) => readStage(stage, [...base, "stages", i], stageIds));
  const stores: Pipeline["artifactStores"] = [
    ...[child(node, "artifactStore")].flatMap((store) =>
      store?.kind === "map" ? [{ region: undefined, type: string(store, "type") ?? "S3", location: string(store, "location") ?? "" }] : [],
    ),
    ...(child(node, "artifactStores")?.entries ?? []).map(({ key, node: store }) => ({
      region: key,
      type: string(store, "type") ?? "S3",
      location: string(store, "location") ?? "",
    })),
  ];
  return {
    name: string(node, "name") ?? "",
    roleArn: string(node, "roleArn"),
    pipelineType: string(node, "pipelineType") ?? "V1",
    executionMode: string(node, "executionMode") ?? "SUPERSEDED",
    version: number(node, "version"),
    artifactStores: stores,
    variables: list(node, "variables").map((variable) => ({
      name: string(variable, "name") ?? "",
      defaultValue: string(variable, "defaultValue"),
      description: string(variable, "description"),
    })),
    triggers: list(node, "triggers").map(readTrigger),
    stages,
  };
}

function readStage(node: SyntaxNode, path: Path, taken: Map<string, number>): Stage {
  const name = string(node, "name") ?? "";
  const id = unique(name, taken);
  const actionIds = new Map<string, number>();
  const failure = child(node, "onFailure");
  const rules = (gate: string) => list(list(child(node, gate), "conditions")[0], "rules").length;
  return {
    id,
    name,
    path,
    span: { from: node.from, to: node.to },
    actions: list(node, "actions").map((action, i) => readAction(action, [...path, "actions", i], id, actionIds)),
    conditions: {
      entry: child(node, "beforeEntry")?.kind === "map",
      success: child(node, "onSuccess")?.kind === "map",
      failure: failure?.kind === "map" ? (string(failure, "result") ?? string(list(failure, "conditions")[0], "result") ?? "FAIL") : undefined,
      plainFailure: failure?.kind === "map" ? string(failure, "result") : undefined,
      rules: { beforeEntry: rules("beforeEntry"), onSuccess: rules("onSuccess"), onFailure: rules("onFailure") },
    },
  };
}

function readAction(node: SyntaxNode, path: Path, stage: StageId, taken: Map<string, number>): Action {
  const name = string(node, "name") ?? "";
  const type = child(node, "actionTypeId");
  const configuration: Record<string, string> = {};
  for (const { key, node: value } of child(node, "configuration")?.entries ?? []) {
    configuration[key] = value.kind === "scalar" ? (value.value === null ? "" : value.source) : JSON.stringify(valueOf(value));
  }
  return {
    id: `${stage}/${unique(name, taken)}`,
    name,
    typeId: {
      category: string(type, "category") ?? "",
      owner: string(type, "owner") ?? "AWS",
      provider: string(type, "provider") ?? "",
      version: string(type, "version") ?? "1",
    },
    runOrder: number(node, "runOrder") ?? 1,
    configuration,
    commands: strings(node, "commands"),
    inputs: artifactNames(node, "inputArtifacts"),
    outputs: list(node, "outputArtifacts").flatMap((item) => {
      const artifact = string(item, "name");
      return artifact === undefined ? [] : [{ name: artifact, files: strings(item, "files") }];
    }),
    outputVariables: strings(node, "outputVariables"),
    environmentVariables: list(node, "environmentVariables").map((item) => ({
      name: string(item, "name") ?? "",
      value: string(item, "value") ?? "",
      type: string(item, "type") ?? "PLAINTEXT",
    })),
    roleArn: string(node, "roleArn"),
    region: string(node, "region"),
    namespace: string(node, "namespace"),
    timeoutInMinutes: number(node, "timeoutInMinutes"),
    path,
    span: { from: node.from, to: node.to },
  };
}

function artifactNames(node: SyntaxNode, key: string): string[] {
  return list(node, key).flatMap((item) => {
    const name = string(item, "name");
    return name === undefined ? [] : [name];
  });
}

function readTrigger(node: SyntaxNode): Trigger {
  const git = child(node, "gitConfiguration");
  const filters: string[] = [];
  const describe = (filter: SyntaxNode, key: string, word: string) => {
    const criteria = child(filter, key);
    const includes = strings(criteria, "includes");
    const excludes = strings(criteria, "excludes");
    return [
      ...(includes.length ? [`${word} ${includes.join(", ")}`] : []),
      ...(excludes.length ? [`not ${word} ${excludes.join(", ")}`] : []),
    ];
  };
  for (const filter of list(git, "push")) {
    const parts = [...describe(filter, "branches", "branch"), ...describe(filter, "tags", "tag"), ...describe(filter, "filePaths", "path")];
    filters.push(`push: ${parts.join("; ") || "everything"}`);
  }
  for (const filter of list(git, "pullRequest")) {
    const events = strings(filter, "events").map((event) => event.toLowerCase());
    const parts = [...describe(filter, "branches", "branch"), ...describe(filter, "filePaths", "path")];
    filters.push(`pull request${events.length ? ` ${events.join(", ")}` : ""}: ${parts.join("; ") || "everything"}`);
  }
  return {
    providerType: string(node, "providerType") ?? "",
    sourceActionName: string(git, "sourceActionName") ?? "",
    filters,
  };
}

function unique(name: string, taken: Map<string, number>): string {
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return count === 1 ? name : `${name}~${count}`;
}

// ---------------------------------------------------------------- places

/** Every action in the order of the definition. */
export function actionsOf(pipeline: Pipeline): Action[] {
  return pipeline.stages.flatMap((stage) => stage.actions);
}

export function findAction(pipeline: Pipeline, id: ActionId): Action | undefined {
  for (const stage of pipeline.stages) {
    const found = stage.actions.find((action) => action.id === id);
    if (found) return found;
  }
  return undefined;
}

export function findStage(pipeline: Pipeline, id: StageId): Stage | undefined {
  return pipeline.stages.find((stage) => stage.id === id);
}

export function stageOfAction(pipeline: Pipeline, id: ActionId): Stage | undefined {
  return pipeline.stages.find((stage) => stage.actions.some((action) => action.id === id));
}

/** Where a target stands in the text. */
export function spanOf(definition: Definition, target: Target): Span | undefined {
  switch (target.kind) {
    case "pipeline": {
      const node = nodeAt(definition.syntax.root, definition.base);
      return node && { from: node.from, to: node.to };
    }
    case "stage":
      return findStage(definition.pipeline, target.stage)?.span;
    case "action":
      return findAction(definition.pipeline, target.action)?.span;
  }
}

/** The action, stage or pipeline that an offset of the text belongs to. */
export function targetAt(definition: Definition, offset: number): Target {
  for (const stage of definition.pipeline.stages) {
    if (offset < stage.span.from || offset > stage.span.to) continue;
    const action = stage.actions.find((a) => offset >= a.span.from && offset <= a.span.to);
    return action ? { kind: "action", action: action.id } : { kind: "stage", stage: stage.id };
  }
  return { kind: "pipeline" };
}

/** The path in the text of an offset, relative to the declaration. */
export function fieldAt(definition: Definition, offset: number): Path {
  return pathAt(definition.syntax.root, offset).slice(definition.base.length);
}

/** The JSON of an action as the definition has it, with the members that this program does not know. */
export function jsonOf(definition: Definition, path: Path): Json | undefined {
  const node = nodeAt(definition.syntax.root, path);
  return node && valueOf(node);
}

/** As `jsonOf`, for a copy in the same text: functions of a template stay functions. */
export function copyOf(definition: Definition, path: Path): Json | undefined {
  const node = nodeAt(definition.syntax.root, path);
  return node && (definition.roots === undefined ? valueOf(node) : writtenValue(node));
}
