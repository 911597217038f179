/**
 * What a person does to a definition, as a label and text patches. One function plans every edit;
 * nothing is changed here, and what cannot be changed safely is refused with a sentence.
 */
import {
  findAction,
  findStage,
  copyOf,
  readAgain,
  stageOfAction,
  type Action,
  type ActionId,
  type Definition,
  type Stage,
  type StageId,
  type Target,
} from "./model";
import { planRule, sayRule, type ConditionGate, type Ruled } from "./conditions";
import { asMap, asName, freed, freedTogether, freeName, orderOf, taken } from "./copies";
import { deriveFlow } from "./flow";
import { categoryOf, isUnnamed, renamedTarget, stageName, stageNames } from "./naming";
import { rename, type NameKind } from "./refer";
import type { Json, Path } from "./syntax";
import { nodeAt } from "./syntax";
import { applyPatches, composePatches, diffText, orderPatches, type Patch } from "./text";
import { planRepair, type Change } from "./repair";
import { inTurn } from "./turns";
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
  | {
      /** A copy of an action in a step of a stage; its name, its outputs and its namespace become free ones. */
      readonly kind: "copyAction";
      readonly action: ActionId;
      readonly toStage: StageId;
      readonly runOrder: number;
      readonly newStep?: boolean;
    }
  | {
      /** A new stage at a place with this action in it, moved or copied. */
      readonly kind: "newStageWith";
      readonly action: ActionId;
      readonly index: number;
      readonly copy?: boolean;
    }
  | { readonly kind: "rename"; readonly what: NameKind; readonly name: string; readonly to: string }
  | {
      /** Adds an artifact to what an action takes; when its producer has none of that name, to what that makes as well. */
      readonly kind: "connect";
      readonly from: ActionId;
      readonly to: ActionId;
      readonly artifact: string;
    }
  | {
      /** Actions as they stand on the clipboard, behind the last step of a stage; names that are taken become free ones. */
      readonly kind: "pasteActions";
      readonly stage: StageId;
      readonly values: readonly { [key: string]: Json }[];
    }
  | { readonly kind: "pasteStages"; readonly index: number; readonly values: readonly { [key: string]: Json }[] }
  | { readonly kind: "setStage"; readonly stage: StageId; readonly path: Path; readonly value: Json | undefined }
  /** A rule, or the condition of another gate, comes to a gate of a stage. */
  | { readonly kind: "placeRule"; readonly ruled: Ruled; readonly stage: StageId; readonly gate: ConditionGate; readonly copy?: boolean }
  /** What the validator says puts a problem right; `label` says it in words. */
  | { readonly kind: "repair"; readonly label: string; readonly changes: readonly Change[] }
  /** Several changes as one step, each planned on what the ones before it left. */
  | { readonly kind: "all"; readonly label: string; readonly edits: readonly Edit[]; readonly select?: Target }
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
    const draft = edit.kind === "replaceText" ? plan(definition, edit) : named(definition, plan(definition, edit));
    const planned = { ...draft, patches: orderPatches(draft.patches) };
    if (planned.patches.length > 0 && definition.faults.length === 0 && edit.kind !== "replaceText") {
      const after = readAgain(definition, applyPatches(definition.text, planned.patches));
      if (after.faults.length > 0) return { ok: false, reason: "This cannot be written safely at that place; edit it in the source." };
    }
    return { ok: true, ...planned };
  } catch (error) {
    if (error instanceof EditRefused) return { ok: false, reason: error.message };
    throw error;
  }
}

type Draft = Omit<Plan, "ok">;

/** In the same step, a stage that has waited for its first action gets its name from it. */
function named(definition: Definition, draft: Draft): Draft {
  return definition.pipeline.stages.filter(isUnnamed).reduce((before, { id }): Draft => {
    const now = readAgain(definition, applyPatches(definition.text, orderPatches(before.patches)));
    const stage = findStage(now.pipeline, id);
    const first = stage?.actions[0];
    if (!stage || !first) return before;
    const name = stageName(stageNames(now.pipeline), first.typeId.category);
    const patches = composePatches(before.patches, setAt(now, [...stage.path, "name"], name));
    return { ...before, patches, select: renamedTarget(before.select, id, name) };
  }, draft);
}

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
      // An output that has the name proposed for it keeps following its action.
      const proposed = `${action.name}Output`;
      const wanted = `${edit.name}Output`;
      const own = action.outputs.some((output) => output.name === proposed) && /^[A-Za-z0-9_-]{1,100}$/.test(wanted) && !deriveFlow(definition.pipeline).artifacts.has(wanted);
      return {
        label: `Rename ${action.name} to ${edit.name}`,
        patches: [...setAt(definition, [...action.path, "name"], edit.name), ...follow, ...(own ? rename(definition, "artifact", proposed, wanted) : [])],
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
    case "copyAction": {
      const action = actionOf(definition, edit.action);
      const to = stageOf(definition, edit.toStage);
      const value = freed(copyOf(definition, action.path), taken(definition.pipeline));
      const shift = edit.newStep === true ? to.actions.filter((one) => one.runOrder >= edit.runOrder) : [];
      const order = edit.newStep === true ? edit.runOrder - 1 : edit.runOrder;
      const index = to.actions.findLastIndex((one) => one.runOrder <= order) + 1;
      const copied = asName(value);
      return {
        label: `Copy ${action.name} to ${to.name}`,
        patches: inTurn(
          definition,
          (now) => shift.flatMap((one) => setAt(now, [...one.path, "runOrder"], one.runOrder + 1)),
          (now) => insertAt(now, [...to.path, "actions"], index, { ...value, runOrder: edit.runOrder }),
        ),
        select: { kind: "action", action: `${to.id}/${copied}` },
        mergeKey: undefined,
      };
    }
    case "newStageWith": {
      const action = actionOf(definition, edit.action);
      const stage = stageName(stageNames(definition.pipeline), action.typeId.category);
      const whole = asMap(copyOf(definition, action.path));
      const value = edit.copy === true ? freed(whole, taken(definition.pipeline)) : whole;
      return {
        label: `${edit.copy === true ? "Copy" : "Move"} ${action.name} to new stage ${stage}`,
        patches: inTurn(
          definition,
          (now) => (edit.copy === true ? [] : removeAt(now, action.path)),
          (now) => insertAt(now, [...now.base, "stages"], edit.index, { name: stage, actions: [{ ...value, runOrder: 1 }] }),
        ),
        select: { kind: "action", action: `${stage}/${asName(value)}` },
        mergeKey: undefined,
      };
    }
    case "rename":
      return {
        label: `Rename ${edit.what} ${edit.name} to ${edit.to}`,
        patches: rename(definition, edit.what, edit.name, edit.to),
        select: undefined,
        mergeKey: undefined,
      };
    case "connect": {
      const from = actionOf(definition, edit.from);
      const to = actionOf(definition, edit.to);
      return {
        label: `Connect ${edit.artifact} to ${to.name}`,
        patches: inTurn(
          definition,
          (now) => (from.outputs.some((output) => output.name === edit.artifact) ? [] : addArtifact(now, from, "outputArtifacts", edit.artifact)),
          (now) => (to.inputs.includes(edit.artifact) ? [] : addArtifact(now, to, "inputArtifacts", edit.artifact)),
        ),
        select: { kind: "action", action: to.id },
        mergeKey: undefined,
      };
    }
    case "pasteActions": {
      const stage = stageOf(definition, edit.stage);
      const used = taken(definition.pipeline);
      const values = freedTogether(edit.values, used);
      const last = Math.max(0, ...stage.actions.map((one) => one.runOrder));
      const first = Math.min(...values.map(orderOf));
      const select = values[0] && asName(values[0]);
      return {
        label: values.length === 1 ? `Paste ${select ?? ""}` : `Paste ${values.length} actions`,
        patches: insertMany(definition, [...stage.path, "actions"], stage.actions.length, values.map((value) => ({ ...value, runOrder: orderOf(value) - first + 1 + last }))),
        select: select === undefined ? undefined : { kind: "action", action: `${stage.id}/${select}` },
        mergeKey: undefined,
      };
    }
    case "pasteStages": {
      const names = stageNames(definition.pipeline);
      const used = taken(definition.pipeline);
      const lists = edit.values.map((value) => (Array.isArray(value.actions) ? value.actions.map(asMap) : []));
      const actions = freedTogether(lists.flat(), used);
      let at = 0;
      const stages = edit.values.map((value, i) => {
        const name = asName(value) === "" ? stageName(names, categoryOf(lists[i]?.[0])) : freeName(asName(value), names);
        names.add(name);
        const count = lists[i]?.length ?? 0;
        at += count;
        return { ...value, name, actions: actions.slice(at - count, at) };
      });
      return {
        label: stages.length === 1 ? `Paste stage ${stages[0]?.name ?? ""}` : `Paste ${stages.length} stages`,
        patches: insertMany(definition, [...definition.base, "stages"], edit.index, stages),
        select: stages[0] && { kind: "stage", stage: stages[0].name },
        mergeKey: undefined,
      };
    }
    case "setStage": {
      const stage = stageOf(definition, edit.stage);
      const what = words(String(edit.path[0] ?? "stage"));
      return {
        label: edit.value === undefined ? `Remove ${what} of ${stage.name}` : `Set ${what} of ${stage.name}`,
        patches: setOrRemove(definition, [...stage.path, ...edit.path], edit.value),
        select: { kind: "stage", stage: stage.id },
        mergeKey: `${stage.id}.${edit.path.join(".")}`,
      };
    }
    case "placeRule": {
      const { ruled, stage, gate, copy = false } = edit;
      return {
        label: sayRule(definition.pipeline, ruled, stage, gate, copy),
        patches: planRule(definition, ruled, stage, gate, copy),
        select: { kind: "stage", stage },
        mergeKey: undefined,
      };
    }
    case "repair":
      return { label: edit.label, patches: planRepair(definition, edit.changes), select: undefined, mergeKey: undefined };
    case "all": {
      let select = edit.select;
      const carryOut = (now: Definition, one: Edit) => {
        const draft = plan(now, one);
        if (edit.select === undefined) select = draft.select ?? select;
        return draft.patches;
      };
      const patches = inTurn(definition, ...sideBySide(edit.edits).map((group) => (now: Definition) => group.flatMap((one) => carryOut(now, one))));
      return { label: edit.label, patches, select, mergeKey: undefined };
    }
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

/** Edits that follow one another, with those together that set members of different actions: they touch different places. */
function sideBySide(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = [];
  for (const one of edits) {
    const last = groups.at(-1);
    if (one.kind === "setField" && last?.every((before) => before.kind === "setField" && before.action !== one.action) === true) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Moves an action to a step of a stage; within the list it goes behind the last action of that step or an earlier one. */
function planMove(definition: Definition, edit: Extract<Edit, { kind: "moveAction" }>): Draft {
  const action = actionOf(definition, edit.action);
  const from = stageOfAction(definition.pipeline, action.id);
  const to = stageOf(definition, edit.toStage);
  const others = to.actions.filter((a) => a.id !== action.id);
  const lastBefore = others.findLastIndex((a) => a.runOrder <= (edit.newStep === true ? edit.runOrder - 1 : edit.runOrder));
  const anchor = others[lastBefore];
  const index = anchor === undefined ? 0 : to.actions.indexOf(anchor) + 1;
  const shift = edit.newStep === true ? others.filter((other) => other.runOrder >= edit.runOrder) : [];
  const patches = inTurn(
    definition,
    // Each has its own place in the text.
    (now) => [
      ...shift.flatMap((other) => setAt(now, [...other.path, "runOrder"], other.runOrder + 1)),
      ...(action.runOrder === edit.runOrder ? [] : setAt(now, [...action.path, "runOrder"], edit.runOrder)),
    ],
    (now) => moveItem(now, action.path, [...to.path, "actions"], index),
  );
  const steps = new Set([...others.map((a) => a.runOrder), edit.runOrder].sort((a, b) => a - b));
  const step = [...steps].indexOf(edit.runOrder) + 1;
  return {
    label: from?.id === to.id ? `Move ${action.name} to step ${step}` : `Move ${action.name} to ${to.name} step ${step}`,
    patches,
    select: { kind: "action", action: `${to.id}/${action.name}` },
    mergeKey: undefined,
  };
}

function addArtifact(definition: Definition, action: Action, field: "inputArtifacts" | "outputArtifacts", name: string): Patch[] {
  const path = [...action.path, field];
  const list = nodeAt(definition.syntax.root, path);
  return list?.kind === "list" ? insertAt(definition, path, list.items.length, { name }) : setAt(definition, path, [{ name }]);
}

/** Several values after one another at one place of a list. */
function insertMany(definition: Definition, path: Path, index: number, values: readonly Json[]): readonly Patch[] {
  return inTurn(definition, ...values.map((value, i) => (now: Definition) => insertAt(now, path, index + i, value)));
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
