/** What the pointer does on the board: point, click, mark, pick up, ask for a menu. */
import type { MouseEvent, PointerEvent } from "react";
import { actionsOf, gates, type ActionId } from "../document";
import { pickUp, useCarry } from "./carry";
import { frameFrom } from "./marquee";
import { choose, menuAt, openAt, type Hand } from "./hand";
import { sameLook, type Look } from "./trail";

function under(target: EventTarget) {
  const element = target instanceof Element ? target : undefined;
  return {
    stop: element?.closest<HTMLElement>("[data-stop], [data-for]") ?? undefined,
    artifact: element?.closest<HTMLElement>("[data-artifact]")?.dataset.artifact,
    button: element?.closest("button") ?? undefined,
  };
}

const stopUnder = ({ stops }: Hand, stop: HTMLElement | undefined) => stops.find((one) => one.id === (stop?.dataset.stop ?? stop?.dataset.for));

export function pointedAt(hand: Hand, event: PointerEvent): void {
  // While something is carried, its own marks say what matters.
  if (useCarry.getState().held !== undefined) return;
  const { stop, artifact } = under(event.target);
  const next: Look | undefined = artifact !== undefined ? { at: "artifact", name: artifact } : stop?.dataset.action !== undefined ? { at: "action", id: stop.dataset.action } : undefined;
  hand.setHover((now) => (sameLook(now, next) ? now : next));
}

/** Adds an action to those chosen, or takes it out. */
function mark({ props }: Hand, id: ActionId): void {
  const selected = props.selection?.kind === "action" ? [props.selection.action] : [];
  const now = new Set([...(props.marked ?? []), ...selected]);
  if (now.has(id)) now.delete(id);
  else now.add(id);
  props.onMark?.([...now]);
}

export function clicked(hand: Hand, event: MouseEvent): void {
  const { props } = hand;
  const { stop, artifact, button } = under(event.target);
  if (artifact !== undefined) {
    const next: Look = { at: "artifact", name: artifact };
    hand.setPinned((now) => (sameLook(now, next) ? undefined : next));
    return;
  }
  const hit = stopUnder(hand, stop);
  if (!hit) {
    if (!button) hand.setPinned(() => undefined);
    return;
  }
  hand.setKeyboard(false);
  hand.setFocusId(hit.id);
  if (hit.cell?.kind === "action" && props.onMark && (event.ctrlKey || event.metaKey || event.shiftKey)) {
    mark(hand, hit.cell.id);
    return;
  }
  if (button && button !== stop) return;
  if (!openAt(hit, hand.openSheet)) choose(hit, props.onSelect);
}

export function pressedOn(hand: Hand, event: PointerEvent): void {
  const { props, board, editable } = hand;
  if (!editable || event.button !== 0 || hand.sheet) return;
  hand.setHover(() => undefined);
  const element = event.target instanceof Element ? event.target : undefined;
  const port = element?.closest<HTMLElement>("[data-port]")?.dataset.port;
  if (port !== undefined) {
    pickUp(event, { kind: "wire", from: port });
    return;
  }
  const id = element?.closest<HTMLElement>("[data-action]")?.dataset.action;
  if (id !== undefined && board.cellOf.get(id)?.kind === "action") {
    const marked = props.marked?.has(id) === true ? props.marked : new Set([id]);
    pickUp(event, { kind: "actions", ids: actionsOf(props.pipeline).map((one) => one.id).filter((one) => marked.has(one)) });
    return;
  }
  const stage = element?.closest<HTMLElement>(".ps-lane-head")?.dataset.stop?.slice("stage:".length);
  const gate = gates.find((one) => one.gate === element?.closest<HTMLElement>("[data-gate]")?.dataset.gate)?.gate;
  if (stage === undefined) {
    // On the ground of the board: a frame chooses what it touches.
    if (props.onMark && !element?.closest("button, [data-stop], .ps-stub, .ps-sheet")) frameFrom(event, hand);
    return;
  }
  pickUp(event, gate === undefined ? { kind: "stage", stage } : { kind: "condition", stage, gate });
}

export function doubleClicked(hand: Hand, event: MouseEvent): void {
  const { stop, button } = under(event.target);
  const hit = stopUnder(hand, stop);
  if (hit && !button && hit.kind !== "gate") choose(hit, hand.props.onOpen);
}

export function menuWanted(hand: Hand, event: MouseEvent): void {
  const { stop } = under(event.target);
  if (stop && menuAt(hand, stop.dataset.stop ?? stop.dataset.for ?? "", new DOMRect(event.clientX, event.clientY, 0, 0))) event.preventDefault();
}
