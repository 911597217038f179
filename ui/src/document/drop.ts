/**
 * Where something may be put on the board, and what that would do: slots by arithmetic from the layout, one
 * sentence for each, the wires that would break, and why the service would refuse it. Plans edits, applies none.
 */
import { gates, refuseRule, sayRule, type ConditionGate, type Ruled } from "./conditions";
import { freeName } from "./copies";
import type { Edit } from "./edits";
import { deriveFlow, stepsOf } from "./flow";
import { bottom, measures, right, type Rect } from "./geometry";
import type { BoardLayout } from "./layout";
import { stageName, stageNames } from "./naming";
import { quotas } from "../generated/studio";
import { actionsOf, findAction, findStage, noConditions, stageOfAction, type Action, type ActionId, type ActionTypeId, type Pipeline, type StageId } from "./model";

/** What is being carried over the board. */
export type Carried =
  | { readonly kind: "actions"; readonly ids: readonly ActionId[] }
  | { readonly kind: "new"; readonly type: ActionTypeId; readonly label: string; readonly outputs: number }
  | { readonly kind: "stage"; readonly stage: StageId }
  | Ruled;

/** A place that it can be put to. */
export type Slot =
  /** Beside the actions of a step. */
  | { readonly kind: "band"; readonly stage: StageId; readonly runOrder: number }
  /** A new step before the step with that index, or after the last. */
  | { readonly kind: "step"; readonly stage: StageId; readonly index: number }
  /** Between two stages: before the stage with that index. */
  | { readonly kind: "gutter"; readonly index: number }
  /** A gate of a stage, for rules and conditions. */
  | { readonly kind: "gate"; readonly stage: StageId; readonly gate: ConditionGate };

/** A slot and where it stands on the board. */
export interface PlacedSlot {
  readonly slot: Slot;
  readonly rect: Rect;
}

export interface Verdict {
  /** What the drop does. */
  readonly sentence: string;
  /** Why the service would refuse the pipeline afterwards. */
  readonly illegal: string | undefined;
  /** Inputs that are there now and would not be. */
  readonly breaks: readonly { readonly action: ActionId; readonly artifact: string; readonly why: string }[];
  /** The nearest place where it can stand, with what that does. */
  readonly instead: { readonly slot: Slot; readonly sentence: string } | undefined;
  /** Nothing would change. */
  readonly same: boolean;
}

/** A place in the order of execution. */
type OrderSlot = Exclude<Slot, { readonly kind: "gate" }>;

export const sameSlot = (a: Slot | undefined, b: Slot | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Height of the zone around a border of two steps in which a new step opens. */
const between = 28;

/** Where the three gates of a lane unfold while a rule is carried: under each other, from the header downwards. */
const zone = { height: 30, pitch: 30 };

function gatesOf(board: BoardLayout): PlacedSlot[] {
  return board.lanes.flatMap(({ stage, rect }) =>
    gates.map(({ gate }, at): PlacedSlot => ({
      slot: { kind: "gate", stage, gate },
      rect: { x: rect.x + measures.lanePadding, y: rect.y + measures.header + at * zone.pitch, width: rect.width - 2 * measures.lanePadding, height: zone.height },
    })),
  );
}

export const isRuled = (carried: Carried): carried is Ruled => carried.kind === "rule" || carried.kind === "condition";

/** All slots in the order of execution: of each lane from top to bottom, and the gutter before it. */
export function slotsOf(board: BoardLayout, carried: Carried["kind"]): PlacedSlot[] {
  if (carried === "rule" || carried === "condition") return gatesOf(board);
  const slots: PlacedSlot[] = [];
  const height = board.height - 2 * measures.margin;
  const gutter = (index: number, x: number) => slots.push({ slot: { kind: "gutter", index }, rect: { x: x - measures.gutter / 2 + 4, y: measures.margin, width: measures.gutter - 8, height } });
  board.lanes.forEach((lane) => {
    gutter(lane.index, lane.index === 0 ? lane.rect.x - measures.gutter / 4 : lane.rect.x - measures.gutter / 2);
    if (carried === "stage") return;
    const x = lane.rect.x + measures.lanePadding;
    const width = lane.rect.width - 2 * measures.lanePadding;
    lane.bands.forEach((band, index) => {
      slots.push({ slot: { kind: "step", stage: lane.stage, index }, rect: { x, y: band.rect.y - 4, width, height: between } });
      slots.push({ slot: { kind: "band", stage: lane.stage, runOrder: band.runOrder }, rect: { x, y: band.rect.y + measures.label - 4, width, height: band.rect.height - measures.label } });
    });
    const end = lane.addStep?.y ?? bottom(lane.rect) - measures.addStep;
    slots.push({ slot: { kind: "step", stage: lane.stage, index: lane.bands.length }, rect: { x, y: end - 4, width, height: measures.addStep + 8 } });
  });
  const last = board.lanes.at(-1);
  gutter(board.lanes.length, last ? right(last.rect) + measures.gutter / 4 : measures.margin + measures.gutter);
  return slots;
}

/** The slot under a point of the board; over a lane there always is one. */
export function slotAt(board: BoardLayout, kind: Carried["kind"], x: number, y: number): PlacedSlot | undefined {
  const slots = slotsOf(board, kind);
  const gutters = slots.filter(({ slot }) => slot.kind === "gutter");
  const lane = board.lanes.find((one) => x >= one.rect.x && x <= right(one.rect));
  if (lane === undefined && gutters.length === 0) return undefined;
  if (lane === undefined || kind === "stage") return [...gutters].sort((a, b) => Math.abs(a.rect.x + a.rect.width / 2 - x) - Math.abs(b.rect.x + b.rect.width / 2 - x))[0];
  const own = slots.filter(({ slot }) => slot.kind !== "gutter" && slot.stage === lane.stage);
  return own.find(({ rect }) => y >= rect.y && y < bottom(rect)) ?? (y < (own[0]?.rect.y ?? 0) ? own[0] : own.at(-1));
}

/** The run order that a new step has at an index, and whether the steps from there on move down. */
export function orderFor(steps: readonly { readonly runOrder: number }[], index: number): { readonly runOrder: number; readonly newStep: boolean } {
  const before = steps[index - 1]?.runOrder ?? 0;
  const next = steps[index];
  if (next === undefined || next.runOrder - before > 1) return { runOrder: before + 1, newStep: false };
  return { runOrder: next.runOrder, newStep: true };
}

/** The edit that a drop is; undefined when nothing would change. */
export function editOf(pipeline: Pipeline, carried: Carried, slot: Slot, copy: boolean): Edit | undefined {
  if (slot.kind === "gate" || isRuled(carried)) {
    if (slot.kind !== "gate" || !isRuled(carried)) return undefined;
    const home = carried.kind === "condition" && carried.stage === slot.stage && carried.gate === slot.gate;
    return home ? undefined : { kind: "placeRule", ruled: carried, stage: slot.stage, gate: slot.gate, copy };
  }
  if (carried.kind === "stage") {
    if (slot.kind !== "gutter") return undefined;
    const at = pipeline.stages.findIndex((stage) => stage.id === carried.stage);
    return slot.index === at || slot.index === at + 1 ? undefined : { kind: "moveStage", stage: carried.stage, index: slot.index };
  }
  if (carried.kind === "new") {
    const value = newAction(pipeline, carried);
    if (slot.kind === "gutter") {
      const name = stageName(stageNames(pipeline), carried.type.category);
      // What was dropped is what is set up next.
      const edits: Edit[] = [{ kind: "addStage", value: { name, actions: [{ ...value, runOrder: 1 }] }, index: slot.index }];
      return { kind: "all", label: `Add stage ${name} with ${value.name}`, edits, select: { kind: "action", action: `${name}/${value.name}` } };
    }
    const stage = findStage(pipeline, slot.stage);
    if (!stage) return undefined;
    if (slot.kind === "band") return { kind: "addAction", stage: stage.id, value: { ...value, runOrder: slot.runOrder }, index: stage.actions.findLastIndex((one) => one.runOrder <= slot.runOrder) + 1 };
    const { runOrder, newStep } = orderFor(stepsOf(stage.actions), slot.index);
    const shift: Edit[] = newStep ? stage.actions.filter((one) => one.runOrder >= runOrder).map((one) => ({ kind: "setField", action: one.id, field: "runOrder", value: one.runOrder + 1 })) : [];
    const add: Edit = { kind: "addAction", stage: stage.id, value: { ...value, runOrder }, index: stage.actions.findLastIndex((one) => one.runOrder < runOrder) + 1 };
    return shift.length === 0 ? add : { kind: "all", label: `Add ${String(value.name)} to ${stage.name}`, edits: [...shift, add], select: { kind: "action", action: `${stage.id}/${String(value.name)}` } };
  }
  const [first, ...more] = carried.ids;
  if (first === undefined) return undefined;
  const move = (id: ActionId, at: OrderSlot, fresh: boolean): Edit | undefined => {
    if (at.kind === "gutter") return { kind: "newStageWith", action: id, index: at.index, copy };
    const stage = findStage(pipeline, at.stage);
    const action = findAction(pipeline, id);
    if (!stage || !action) return undefined;
    const inStage = !copy && stage.actions.some((one) => one.id === id);
    if (at.kind === "band") {
      if (inStage && action.runOrder === at.runOrder) return undefined;
      return { kind: copy ? "copyAction" : "moveAction", action: id, toStage: stage.id, runOrder: at.runOrder };
    }
    const steps = stepsOf(stage.actions);
    const own = steps.findIndex((step) => step.runOrder === action.runOrder);
    if (inStage && steps[own]?.actions.length === 1 && (at.index === own || at.index === own + 1)) return undefined;
    const { runOrder, newStep } = orderFor(steps, at.index);
    return { kind: copy ? "copyAction" : "moveAction", action: id, toStage: stage.id, runOrder, newStep: fresh && newStep };
  };
  const lead = move(first, slot, true);
  if (more.length === 0) return lead;
  // The others go beside the first, wherever it comes to stand.
  const edits: Edit[] = lead === undefined ? [] : [lead];
  const names = (id: ActionId) => findAction(pipeline, id)?.name ?? id;
  if (slot.kind === "gutter") {
    const stage = stageName(stageNames(pipeline), findAction(pipeline, first)?.typeId.category);
    edits.push(...more.map((id): Edit => ({ kind: copy ? "copyAction" : "moveAction", action: id, toStage: stage, runOrder: 1 })));
  } else {
    const stage = findStage(pipeline, slot.stage);
    const runOrder = slot.kind === "band" ? slot.runOrder : orderFor(stepsOf(stage?.actions ?? []), slot.index).runOrder;
    edits.push(...more.map((id): Edit => ({ kind: copy ? "copyAction" : "moveAction", action: id, toStage: slot.stage, runOrder })));
  }
  return { kind: "all", label: `${copy ? "Copy" : "Move"} ${names(first)} and ${more.length} more`, edits };
}

/** An action of a type as the palette adds it: a free name, and the output that its type always has. */
export function newAction(pipeline: Pipeline, { type, outputs }: { readonly type: ActionTypeId; readonly outputs: number }) {
  const actions = actionsOf(pipeline);
  const base = type.category === "Approval" ? "Approve" : type.category === "Test" && type.provider === "CodeBuild" ? "Test" : type.provider.replace(/^CodeStarSourceConnection$/, "Source");
  const name = freeName(base, new Set(actions.map((action) => action.name)));
  const artifact = freeName(`${name}Output`, new Set(actions.flatMap((action) => action.outputs.map((output) => output.name))));
  return {
    name,
    actionTypeId: { category: type.category, owner: type.owner, provider: type.provider, version: type.version },
    configuration: {},
    ...(outputs > 0 ? { outputArtifacts: [{ name: artifact }] } : {}),
  };
}

/** The pipeline after a drop, as far as order and artifacts go: what the verdict is made from. */
function after(pipeline: Pipeline, carried: Exclude<Carried, Ruled>, slot: OrderSlot, copy: boolean): Pipeline {
  if (carried.kind === "stage") {
    if (slot.kind !== "gutter") return pipeline;
    const at = pipeline.stages.findIndex((stage) => stage.id === carried.stage);
    const stage = pipeline.stages[at];
    if (!stage) return pipeline;
    const rest = pipeline.stages.filter((one) => one !== stage);
    rest.splice(slot.index > at ? slot.index - 1 : slot.index, 0, stage);
    return { ...pipeline, stages: rest };
  }
  const moved: Action[] =
    carried.kind === "new"
      ? [{ ...blank, id: "\u0000new", name: carried.label, typeId: carried.type }]
      : carried.ids.flatMap((id) => findAction(pipeline, id) ?? []).map((action) => (copy ? { ...action, id: `\u0000${action.id}`, outputs: [] } : action));
  const ids = new Set(copy || carried.kind === "new" ? [] : moved.map((action) => action.id));
  const index = slot.kind === "gutter" ? -1 : pipeline.stages.findIndex((stage) => stage.id === slot.stage);
  const target = pipeline.stages[index];
  const place = slot.kind === "band" ? { runOrder: slot.runOrder, newStep: false } : slot.kind === "step" ? orderFor(stepsOf(target?.actions ?? []), slot.index) : { runOrder: 1, newStep: false };
  const stages = pipeline.stages.map((stage, i) => {
    const rest = stage.actions.filter((action) => !ids.has(action.id));
    if (i !== index) return rest.length === stage.actions.length ? stage : { ...stage, actions: rest };
    const shifted = place.newStep ? rest.map((action) => (action.runOrder >= place.runOrder ? { ...action, runOrder: action.runOrder + 1 } : action)) : rest;
    return { ...stage, actions: [...shifted, ...moved.map((action) => ({ ...action, runOrder: place.runOrder }))] };
  });
  if (slot.kind === "gutter") {
    const fresh = { id: "\u0000stage", name: "", path: [], span: { from: 0, to: 0 }, conditions: noConditions, actions: moved.map((action) => ({ ...action, runOrder: 1 })) };
    stages.splice(slot.index, 0, fresh);
  }
  return { ...pipeline, stages };
}

const blank: Action = {
  id: "",
  name: "",
  typeId: { category: "", owner: "", provider: "", version: "" },
  runOrder: 1,
  configuration: {},
  commands: [],
  inputs: [],
  outputs: [],
  outputVariables: [],
  environmentVariables: [],
  roleArn: undefined,
  region: undefined,
  namespace: undefined,
  timeoutInMinutes: undefined,
  path: [],
  span: { from: 0, to: 0 },
};

/** The order rules that a drop can break, in the words a person needs while dragging. The validator in Rust has the last word on everything. */
function refusal(pipeline: Pipeline): string | undefined {
  for (const [index, stage] of pipeline.stages.entries()) {
    for (const action of stage.actions) {
      const source = action.typeId.category === "Source";
      if (index > 0 && source) return `${action.name} is a source: sources stand in the first stage only.`;
      if (index === 0 && !source && pipeline.stages.length > 1) return `${action.name} is no source: the first stage holds sources only.`;
      if (index === 0 && !source && stage.id !== "\u0000stage") return `${action.name} is no source: the first stage holds sources only.`;
    }
    if (stage.actions.length > quotas.actionsOfStage) return `A stage holds at most ${quotas.actionsOfStage} actions.`;
  }
  if (pipeline.stages.length > quotas.stages) return `A pipeline has at most ${quotas.stages} stages.`;
  return undefined;
}

function brokenInputs(pipeline: Pipeline): Map<string, { action: ActionId; artifact: string; why: string }> {
  const flow = deriveFlow(pipeline);
  return new Map([
    ...flow.links.flatMap((link) => (link.broken === undefined ? [] : [[`${link.to} ${link.artifact}`, { action: link.to, artifact: link.artifact, why: link.broken }] as const])),
    ...flow.unproduced.map(({ artifact, to }) => [`${to} ${artifact}`, { action: to, artifact, why: "no action makes it" }] as const),
  ]);
}

/** What a drop would do. */
export function judge(pipeline: Pipeline, carried: Carried, slot: Slot, copy = false, board?: BoardLayout): Verdict {
  const same = editOf(pipeline, carried, slot, copy) === undefined;
  if (slot.kind === "gate" || isRuled(carried)) return judgeRule(pipeline, carried, slot, copy, same);
  const result = after(pipeline, carried, slot, copy);
  const refusalBefore = refusal(pipeline);
  const refused = refusal(result);
  const illegal = refused === refusalBefore ? undefined : refused;
  const already = brokenInputs(pipeline);
  const breaks = [...brokenInputs(result)].flatMap(([key, one]) => (already.has(key) || key.startsWith("\u0000") ? [] : [one]));
  const sentence = same ? "Stays where it is" : say(pipeline, carried, slot, copy);
  const verdict = { sentence, illegal, breaks: same ? [] : breaks, instead: undefined, same };
  if (board === undefined || same || (illegal === undefined && breaks.length === 0)) return verdict;
  return { ...verdict, instead: nearest(pipeline, carried, slot, copy, board) };
}

function judgeRule(pipeline: Pipeline, carried: Carried, slot: Slot, copy: boolean, same: boolean): Verdict {
  if (same || slot.kind !== "gate" || !isRuled(carried)) return { sentence: "Stays where it is", illegal: undefined, breaks: [], instead: undefined, same: true };
  const { stage, gate } = slot;
  return { sentence: sayRule(pipeline, carried, stage, gate, copy), illegal: refuseRule(pipeline, carried, stage, gate), breaks: [], instead: undefined, same };
}

/** The legal place without broken wires that is nearest on the board. */
function nearest(pipeline: Pipeline, carried: Carried, slot: Slot, copy: boolean, board: BoardLayout): Verdict["instead"] {
  const slots = slotsOf(board, carried.kind);
  const here = slots.find((one) => sameSlot(one.slot, slot));
  if (!here) return undefined;
  const far = (rect: Rect) => Math.hypot(rect.x + rect.width / 2 - here.rect.x - here.rect.width / 2, rect.y - here.rect.y);
  const near = slots.filter((one) => one !== here).sort((a, b) => far(a.rect) - far(b.rect)).slice(0, 24);
  for (const one of near) {
    const found = judge(pipeline, carried, one.slot, copy);
    if (!found.same && found.illegal === undefined && found.breaks.length === 0) return { slot: one.slot, sentence: found.sentence };
  }
  return undefined;
}

function say(pipeline: Pipeline, carried: Carried, slot: OrderSlot, copy: boolean): string {
  const verb = copy ? "Copy: " : "";
  if (slot.kind === "gutter") {
    const before = pipeline.stages[slot.index - 1]?.name;
    const where = before === undefined ? "before all others" : `after ${before}`;
    return carried.kind === "stage" ? `Move the stage ${where}` : `${verb}New stage ${where}`;
  }
  const stage = findStage(pipeline, slot.stage);
  const steps = stepsOf(stage?.actions ?? []);
  if (slot.kind === "band") {
    const step = steps.findIndex((one) => one.runOrder === slot.runOrder);
    const others = (steps[step]?.actions ?? []).filter((one) => carried.kind !== "actions" || copy || !carried.ids.includes(one.id));
    if (others.length === 0) return `${verb}Step ${step + 1} of ${stage?.name ?? ""}`;
    return `${verb}Parallel in step ${step + 1} of ${stage?.name ?? ""}, with ${others.length <= 2 ? others.map((one) => one.name).join(" and ") : `${others.length} others`}`;
  }
  const { newStep } = orderFor(steps, slot.index);
  const from = carried.kind === "actions" && carried.ids[0] !== undefined ? stageOfAction(pipeline, carried.ids[0]) : undefined;
  const later = steps.length - slot.index;
  return `${verb}New step ${slot.index + 1}${from?.id === slot.stage && !copy ? "" : ` in ${stage?.name ?? ""}`}${newStep && later > 0 ? ", later steps move down" : ""}`;
}

/** One way to move an action without dragging. */
export interface MoveChoice {
  readonly label: string;
  readonly keys?: string;
  readonly slot: Slot | undefined;
}

/** The entries of an action's Move menu: the steps around it, and every other stage. */
export function movesOf(pipeline: Pipeline, id: ActionId): { readonly around: readonly MoveChoice[]; readonly stages: readonly MoveChoice[] } {
  const stage = stageOfAction(pipeline, id);
  const action = findAction(pipeline, id);
  if (!stage || !action) return { around: [], stages: [] };
  const steps = stepsOf(stage.actions);
  const at = steps.findIndex((step) => step.runOrder === action.runOrder);
  const alone = steps[at]?.actions.length === 1;
  const index = pipeline.stages.indexOf(stage);
  const band = (step: number): Slot | undefined => (steps[step] === undefined ? undefined : { kind: "band", stage: stage.id, runOrder: steps[step].runOrder });
  const step = (before: number): Slot => ({ kind: "step", stage: stage.id, index: before });
  const into = (other: number): Slot | undefined => {
    const target = pipeline.stages[other];
    return target && { kind: "step", stage: target.id, index: stepsOf(target.actions).length };
  };
  return {
    around: [
      { label: "Up", keys: "Alt+ArrowUp", slot: alone ? (at > 0 ? step(at - 1) : undefined) : step(at) },
      { label: "Down", keys: "Alt+ArrowDown", slot: alone ? (at < steps.length - 1 ? step(at + 2) : undefined) : step(at + 1) },
      { label: "Parallel with previous", keys: "Alt+P", slot: at > 0 ? band(at - 1) : undefined },
      { label: "New step at the end", slot: alone && at === steps.length - 1 ? undefined : step(steps.length) },
      { label: "To the stage before", keys: "Alt+ArrowLeft", slot: into(index - 1) },
      { label: "To the next stage", keys: "Alt+ArrowRight", slot: into(index + 1) },
      { label: "New stage after this one", slot: { kind: "gutter", index: index + 1 } },
    ],
    stages: pipeline.stages.flatMap((one, i) => (i === index || Math.abs(i - index) === 1 ? [] : [{ label: `To ${one.name}`, slot: into(i) }])),
  };
}

/** The later half of a stage's steps in a stage of their own behind it; undefined when it has one step only. */
export function splitOf(pipeline: Pipeline, id: StageId): Edit | undefined {
  const stage = findStage(pipeline, id);
  const steps = stepsOf(stage?.actions ?? []);
  const later = steps.slice(Math.ceil(steps.length / 2));
  const first = later[0]?.actions[0];
  if (!stage || !first || later.length === steps.length) return undefined;
  const name = stageName(stageNames(pipeline), first.typeId.category);
  const moves = later.flatMap((step, at) => step.actions.map((action) => ({ action: action.id, runOrder: at + 1 }))).filter(({ action }) => action !== first.id);
  return {
    kind: "all",
    label: `Split ${stage.name}`,
    edits: [
      { kind: "newStageWith", action: first.id, index: pipeline.stages.indexOf(stage) + 1 },
      ...moves.map(({ action, runOrder }): Edit => ({ kind: "moveAction", action, toStage: name, runOrder })),
    ],
    select: { kind: "stage", stage: name },
  };
}
