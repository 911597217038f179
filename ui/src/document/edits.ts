/**
 * What a person does to a definition, as a label and text patches. One function plans every edit;
 * nothing is changed here, and what cannot be changed safely is refused with a sentence.
 */
import {
  findAction,
  findStage,
  readDefinition,
  stageOfAction,
  type Action,
  type ActionId,
  type Definition,
  type Stage,
  type StageId,
  type Target,
} from "./model";
import type { Json, Path } from "./syntax";
import { nodeAt } from "./syntax";
import { applyPatches, composePatches, diffText, orderPatches, type Patch } from "./text";
import { EditRefused, insertAt, moveItem, removeAt, setAt } from "./write";

/** Members of an action that are set as a whole. */
export type ActionField =
  | "actionTypeId"
  | "commands"
  | "environmentVariables"
  | "inputArtifacts"
  | "namespace"
  | "outputArtifacts"
  | "outputVariables"
  | "region"
  | "roleArn"
  | "runOrder"
  | "timeoutInMinutes";

/** A change of a definition. `undefined` as a value removes the member. */
export type Edit =
  | { readonly kind: "setField"; readonly action: ActionId; readonly field: ActionField; readonly value: Json | undefined }
  | { readonly kind: "setConfiguration"; readonly action: ActionId; readonly key: string; readonly value: string | undefined }
  | { readonly kind: "renameAction"; readonly action: ActionId; readonly name: string }
  | { readonly kind: "renameStage"; readonly stage: StageId; readonly name: string }
  | { readonly kind: "addAction"; readonly stage: StageId; readonly value: { [key: string]: Json }; readonly index?: number }
  | { readonly kind: "removeAction"; readonly action: ActionId }
  | {
      readonly kind: "moveAction";
      readonly action: ActionId;
      readonly toStage: StageId;
      readonly runOrder: number;
      /** The actions of that stage in this step and later ones move one step down: a new step opens. */
      readonly newStep?: boolean;
    }
  | { readonly kind: "replaceAction"; readonly action: ActionId; readonly value: { [key: string]: Json } }
  | { readonly kind: "addStage"; readonly value: { [key: string]: Json }; readonly index?: number }
  | { readonly kind: "removeStage"; readonly stage: StageId }
  | { readonly kind: "moveStage"; readonly stage: StageId; readonly index: number }
  | { readonly kind: "setPipeline"; readonly path: Path; readonly value: Json | undefined }
  | { readonly kind: "replaceText"; readonly text: string; readonly label?: string };

/** A planned change: patches in the coordinates of the definition's text. */
export interface Plan {
  readonly ok: true;
  readonly label: string;
  readonly patches: readonly Patch[];
  /** What to select afterwards, in the definition after the change. */
  readonly select: Target | undefined;
  /** Changes of one field that follow each other quickly may be one undo step; they share this key. */
  readonly mergeKey: string | undefined;
}

export interface Refusal {
  readonly ok: false;
  readonly reason: string;
}

/** Plans an edit on a definition. */
export function planEdit(definition: Definition, edit: Edit): Plan | Refusal {
  try {
    const draft = plan(definition, edit);
    const planned = { ...draft, patches: orderPatches(draft.patches) };
    if (planned.patches.length > 0 && definition.faults.length === 0 && edit.kind !== "replaceText") {
      const after = readDefinition(applyPatches(definition.text, planned.patches), definition.format);
      if (after.faults.length > 0) return { ok: false, reason: "This cannot be written safely at that place; edit it in the source." };
    }
    return { ok: true, ...planned };
  } catch (error) {
    if (error instanceof EditRefused) return { ok: false, reason: error.message };
    throw error;
  }
}

type Draft = Omit<Plan, "ok">;

function plan(definition: Definition, edit: Edit): Draft {
  switch (edit.kind) {
    case "setField": {
      const action = actionOf(definition, edit.action);
      const path = [...action.path, edit.field];
      return {
        label: edit.value === undefined ? `Remove ${words(edit.field)} of ${action.name}` : `Set ${words(edit.field)} of ${action.name}`,
        patches: setOrRemove(definition, path, edit.value),
        select: { kind: "action", action: action.id },
        mergeKey: `${action.id}.${edit.field}`,
      };
    }
    case "setConfiguration": {
      const action = actionOf(definition, edit.action);
      const holder = [...action.path, "configuration"];
      const has = nodeAt(definition.syntax.root, holder)?.kind === "map";
      const patches =
        has || edit.value === undefined
          ? setOrRemove(definition, [...holder, edit.key], edit.value)
          : setAt(definition, holder, { [edit.key]: edit.value });
      return {
        label: edit.value === undefined ? `Remove ${edit.key} of ${action.name}` : `Set ${edit.key} of ${action.name}`,
        patches,
        select: { kind: "action", action: action.id },
        mergeKey: `${action.id}.configuration.${edit.key}`,
      };
    }
    case "renameAction": {
      const action = actionOf(definition, edit.action);
      const stage = stageOfAction(definition.pipeline, action.id);
      // Triggers name their source action: they follow.
      const triggers = nodeAt(definition.syntax.root, [...definition.base, "triggers"])?.items ?? [];
      const follow = triggers.flatMap((_, i) => {
        const path = [...definition.base, "triggers", i, "gitConfiguration", "sourceActionName"];
        const node = nodeAt(definition.syntax.root, path);
        return node?.source === action.name && node.source !== "" ? setAt(definition, path, edit.name) : [];
      });
      return {
        label: `Rename ${action.name} to ${edit.name}`,
        patches: [...setAt(definition, [...action.path, "name"], edit.name), ...follow],
        select: stage && { kind: "action", action: `${stage.id}/${edit.name}` },
        mergeKey: undefined,
      };
    }
    case "renameStage": {
      const stage = stageOf(definition, edit.stage);
      return {
        label: `Rename ${stage.name} to ${edit.name}`,
        patches: setAt(definition, [...stage.path, "name"], edit.name),
        select: { kind: "stage", stage: edit.name },
        mergeKey: undefined,
      };
    }
    case "addAction": {
      const stage = stageOf(definition, edit.stage);
      const name = typeof edit.value.name === "string" ? edit.value.name : "action";
      return {
        label: `Add ${name} to ${stage.name}`,
        patches: insertAt(definition, [...stage.path, "actions"], edit.index ?? stage.actions.length, edit.value),
        select: { kind: "action", action: `${stage.id}/${name}` },
        mergeKey: undefined,
      };
    }
    case "removeAction": {
      const action = actionOf(definition, edit.action);
      const stage = stageOfAction(definition.pipeline, action.id);
      return {
        label: `Delete ${action.name}`,
        patches: removeAt(definition, action.path),
        select: stage && { kind: "stage", stage: stage.id },
        mergeKey: undefined,
      };
    }
    case "replaceAction": {
      const action = actionOf(definition, edit.action);
      const stage = stageOfAction(definition.pipeline, action.id);
      const name = typeof edit.value.name === "string" ? edit.value.name : action.name;
      return {
        label: `Edit the JSON of ${action.name}`,
        patches: setAt(definition, action.path, edit.value),
        select: stage && { kind: "action", action: `${stage.id}/${name}` },
        mergeKey: undefined,
      };
    }
    case "moveAction":
      return planMove(definition, edit);
    case "addStage": {
      const name = typeof edit.value.name === "string" ? edit.value.name : "stage";
      return {
        label: `Add stage ${name}`,
        patches: insertAt(definition, [...definition.base, "stages"], edit.index ?? definition.pipeline.stages.length, edit.value),
        select: { kind: "stage", stage: name },
        mergeKey: undefined,
      };
    }
    case "removeStage": {
      const stage = stageOf(definition, edit.stage);
      return {
        label: `Delete stage ${stage.name}`,
        patches: removeAt(definition, stage.path),
        select: { kind: "pipeline" },
        mergeKey: undefined,
      };
    }
    case "moveStage": {
      const stage = stageOf(definition, edit.stage);
      return {
        label: `Move stage ${stage.name}`,
        patches: moveItem(definition, stage.path, [...definition.base, "stages"], edit.index),
        select: { kind: "stage", stage: stage.id },
        mergeKey: undefined,
      };
    }
    case "setPipeline": {
      const what = String(edit.path[0] ?? "pipeline");
      return {
        label: edit.value === undefined ? `Remove ${words(what)}` : `Set ${words(what)}`,
        patches: setOrRemove(definition, [...definition.base, ...edit.path], edit.value),
        select: { kind: "pipeline" },
        mergeKey: `pipeline.${edit.path.join(".")}`,
      };
    }
    case "replaceText":
      return {
        label: edit.label ?? "Edit source",
        patches: diffText(definition.text, edit.text),
        select: undefined,
        mergeKey: "source",
      };
  }
}

/** Moves an action to a step of a stage; within the list it goes behind the last action of that step or an earlier one. */
function planMove(definition: Definition, edit: Extract<Edit, { kind: "moveAction" }>): Draft {
  const action = actionOf(definition, edit.action);
  const from = stageOfAction(definition.pipeline, action.id);
  const to = stageOf(definition, edit.toStage);
  const others = to.actions.filter((a) => a.id !== action.id);
  let text = definition.text;
  let patches: readonly Patch[] = [];
  const apply = (more: (now: Definition) => readonly Patch[]) => {
    const now = readDefinition(text, definition.format);
    const step = more(now);
    if (step.length === 0) return;
    text = applyPatches(text, step);
    patches = composePatches(patches, step);
  };
  if (edit.newStep === true) {
    for (const other of others) {
      if (other.runOrder >= edit.runOrder) apply((now) => setAt(now, [...other.path, "runOrder"], other.runOrder + 1));
    }
  }
  if (action.runOrder !== edit.runOrder) apply((now) => setAt(now, [...action.path, "runOrder"], edit.runOrder));
  const lastBefore = others.findLastIndex((a) => a.runOrder <= (edit.newStep === true ? edit.runOrder - 1 : edit.runOrder));
  const anchor = others[lastBefore];
  const index = anchor === undefined ? 0 : to.actions.indexOf(anchor) + 1;
  apply((now) => moveItem(now, action.path, [...to.path, "actions"], index));
  const steps = new Set([...others.map((a) => a.runOrder), edit.runOrder].sort((a, b) => a - b));
  const step = [...steps].indexOf(edit.runOrder) + 1;
  return {
    label: from?.id === to.id ? `Move ${action.name} to step ${step}` : `Move ${action.name} to ${to.name} step ${step}`,
    patches,
    select: { kind: "action", action: `${to.id}/${action.name}` },
    mergeKey: undefined,
  };
}

function setOrRemove(definition: Definition, path: Path, value: Json | undefined): Patch[] {
  if (value !== undefined) return setAt(definition, path, value);
  return nodeAt(definition.syntax.root, path.slice(0, -1)) === undefined ? [] : removeAt(definition, path);
}

function actionOf(definition: Definition, id: ActionId): Action {
  const action = findAction(definition.pipeline, id);
  if (!action) throw new EditRefused(`The definition has no action ${id}.`);
  return action;
}

function stageOf(definition: Definition, id: StageId): Stage {
  const stage = findStage(definition.pipeline, id);
  if (!stage) throw new EditRefused(`The definition has no stage ${id}.`);
  return stage;
}

/** `roleArn` as people say it. */
function words(field: string): string {
  const known: Record<string, string> = { roleArn: "role", actionTypeId: "provider", timeoutInMinutes: "timeout" };
  return known[field] ?? field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
