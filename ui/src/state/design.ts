/**
 * What a person does to the parts of an open definition that are chosen: move, copy, paste, delete. Works on the
 * document as it stands at the call, so that menus, keys and the palette never act on an old selection.
 */
import {
  actionsOf,
  clipActions,
  clipStage,
  editOf,
  findStage,
  freeName,
  movesOf,
  newAction,
  readClip,
  splitOf,
  stageName,
  stageNames,
  stageOfAction,
  stepsOf,
  type ActionId,
  type Carried,
  type Edit,
  type Slot,
  type StageId,
} from "../document";
import { edit, markIn, selectIn, useDocuments, type OpenDocument } from "./document";
import { useView } from "./view";

export type Design = ReturnType<typeof designOf>;

/** The actions that are chosen, in the order of the definition. */
export function chosenIn({ definition, selection, marked }: OpenDocument): ActionId[] {
  const chosen = new Set([...marked, ...(selection.kind === "action" ? [selection.action] : [])]);
  return actionsOf(definition.pipeline).flatMap((action) => (chosen.has(action.id) ? [action.id] : []));
}

const say = (text: string, kind: "info" | "error" | "warning" = "info") => useView.getState().say({ kind, text });

/** The acts on one open document. */
export function designOf(path: string) {
  const now = (): OpenDocument | undefined => useDocuments.getState().open[path];
  const carried = (document: OpenDocument): Carried | undefined => {
    const ids = chosenIn(document);
    if (ids.length > 0) return { kind: "actions", ids };
    return document.selection.kind === "stage" ? { kind: "stage", stage: document.selection.stage } : undefined;
  };
  const place = (what: Carried, slot: Slot, copy: boolean) => {
    const document = now();
    const wanted = document && editOf(document.definition.pipeline, what, slot, copy);
    if (wanted) edit(path, wanted);
  };
  const text = (): string => {
    const document = now();
    if (!document) return "";
    const ids = chosenIn(document);
    if (ids.length > 0) return clipActions(document.definition, ids);
    return document.selection.kind === "stage" ? clipStage(document.definition, document.selection.stage) : "";
  };
  const remove = () => {
    const document = now();
    if (!document) return;
    const ids = chosenIn(document);
    const edits: Edit[] = ids.reverse().map((action) => ({ kind: "removeAction", action }));
    if (edits.length === 1 && edits[0]) edit(path, edits[0]);
    else if (edits.length > 1) edit(path, { kind: "all", label: `Delete ${edits.length} actions`, edits });
    else if (document.selection.kind === "stage") edit(path, { kind: "removeStage", stage: document.selection.stage });
    markIn(path, []);
  };
  return {
    place,
    carried: () => {
      const document = now();
      return document && carried(document);
    },
    connect: (from: ActionId, to: ActionId, artifact?: string) => {
      const document = now();
      if (!document) return;
      const maker = actionsOf(document.definition.pipeline).find((one) => one.id === from);
      const taker = actionsOf(document.definition.pipeline).find((one) => one.id === to);
      if (!maker || !taker) return;
      const outputs = new Set(actionsOf(document.definition.pipeline).flatMap((one) => one.outputs.map((output) => output.name)));
      const name = artifact ?? maker.outputs.find((output) => !taker.inputs.includes(output.name))?.name ?? (maker.outputs.length > 0 ? undefined : freeName(`${maker.name.replace(/[^A-Za-z0-9_-]/g, "")}Output`, outputs));
      if (name === undefined) say(`${taker.name} takes all that ${maker.name} makes.`);
      else edit(path, { kind: "connect", from, to, artifact: name });
    },
    /** One step in a direction: the move that the Move menu calls by that name. */
    move: (label: string) => {
      const document = now();
      if (!document) return;
      const { pipeline } = document.definition;
      if (document.selection.kind === "action") {
        const choice = movesOf(pipeline, document.selection.action).around.find((one) => one.label === label);
        if (choice?.slot) place({ kind: "actions", ids: [document.selection.action] }, choice.slot, false);
        else say("There is no place for it in that direction.");
      } else if (document.selection.kind === "stage") {
        const { stage } = document.selection;
        const at = pipeline.stages.findIndex((one) => one.id === stage);
        const index = label === "To the stage before" ? at - 1 : label === "To the next stage" ? at + 2 : -1;
        if (index >= 0 && index <= pipeline.stages.length) place({ kind: "stage", stage }, { kind: "gutter", index }, false);
      }
    },
    duplicate: () => {
      const document = now();
      if (!document) return;
      const ids = chosenIn(document);
      const edits = ids.flatMap((id): Edit[] => {
        const stage = stageOfAction(document.definition.pipeline, id);
        const action = stage?.actions.find((one) => one.id === id);
        return stage && action ? [{ kind: "copyAction", action: id, toStage: stage.id, runOrder: action.runOrder }] : [];
      });
      if (edits.length === 1 && edits[0]) edit(path, edits[0]);
      else if (edits.length > 1) edit(path, { kind: "all", label: `Duplicate ${edits.length} actions`, edits });
      else if (document.selection.kind === "stage") {
        const at = document.definition.pipeline.stages.findIndex((one) => document.selection.kind === "stage" && one.id === document.selection.stage);
        const clip = readClip(text());
        if (clip?.kind === "stages") edit(path, { kind: "pasteStages", index: at + 1, values: clip.values });
      }
    },
    text,
    remove,
    /** Takes what was pasted; false when the text is neither stages nor actions. */
    paste: (pasted: string): boolean => {
      const document = now();
      const clip = readClip(pasted);
      if (!document || !clip) return false;
      const { pipeline } = document.definition;
      const { selection } = document;
      const stage = selection.kind === "stage" ? selection.stage : selection.kind === "action" ? stageOfAction(pipeline, selection.action)?.id : pipeline.stages.at(-1)?.id;
      if (clip.kind === "stages") {
        const at = stage === undefined ? -1 : pipeline.stages.findIndex((one) => one.id === stage);
        edit(path, { kind: "pasteStages", index: at < 0 ? pipeline.stages.length : at + 1, values: clip.values });
      } else if (stage === undefined) edit(path, { kind: "pasteStages", index: 0, values: [{ name: "", actions: [...clip.values] }] });
      else edit(path, { kind: "pasteActions", stage, values: clip.values });
      return true;
    },
    /** Its later steps go to a new stage behind it. */
    splitStage: (stage: StageId) => {
      const document = now();
      const wanted = document && splitOf(document.definition.pipeline, stage);
      if (wanted) edit(path, wanted);
    },
    addStage: () => {
      const document = now();
      if (!document) return;
      const { stages } = document.definition.pipeline;
      const { selection } = document;
      const at = stages.findIndex((one) => (selection.kind === "stage" ? one.id === selection.stage : selection.kind === "action" && one.actions.some((action) => action.id === selection.action)));
      edit(path, { kind: "addStage", value: { name: stageName(stageNames(document.definition.pipeline)), actions: [] }, index: at < 0 ? stages.length : at + 1 });
    },
    /** A new action in a new step after the selected one, or at the end of the selected (or last) stage. */
    addAction: (type: Extract<Carried, { kind: "new" }>) => {
      const document = now();
      if (!document) return;
      const { pipeline } = document.definition;
      const { selection } = document;
      const stage = selection.kind === "action" ? stageOfAction(pipeline, selection.action) : selection.kind === "stage" ? findStage(pipeline, selection.stage) : type.type.category === "Source" ? pipeline.stages[0] : pipeline.stages.at(-1);
      if (!stage) {
        edit(path, { kind: "addStage", value: { name: stageName(new Set(), type.type.category), actions: [{ ...newAction(pipeline, type), runOrder: 1 }] } });
        return;
      }
      const steps = stepsOf(stage.actions);
      const at = selection.kind === "action" ? steps.findIndex((step) => step.actions.some((action) => action.id === selection.action)) : steps.length - 1;
      place(type, { kind: "step", stage: stage.id, index: at + 1 }, false);
    },
    /** Everything in the lane; with the lane chosen already, everything. */
    chooseAll: () => {
      const document = now();
      if (!document) return;
      const { pipeline } = document.definition;
      const { selection } = document;
      const stage = selection.kind === "action" ? stageOfAction(pipeline, selection.action) : selection.kind === "stage" ? findStage(pipeline, selection.stage) : undefined;
      const lane = stage?.actions.map((action) => action.id) ?? [];
      const whole = lane.length === 0 || lane.every((id) => document.marked.includes(id));
      const ids = whole ? actionsOf(pipeline).map((action) => action.id) : lane;
      markIn(path, ids);
      if (ids[0] !== undefined && selection.kind !== "action") selectIn(path, { kind: "action", action: ids[0] }, true);
    },
  };
}
