/** What the keys do on the board: walk, extend, open, carry, pin, decide. Commands have keys of their own, which pass by here. */
import type { KeyboardEvent } from "react";
import { sameSlot, slotsOf, type PlacedSlot, type Slot } from "../document";
import { letGo, moveTo, putDown, useCarry } from "./carry";
import { choose, menuAt, openAt, type Hand } from "./hand";
import { neighbour } from "./stops";
import { sameLook, type Look } from "./trail";

/** Keys that walk or belong to the window: all others may be a command, which works on what is selected. */
const noCommand = /^(?:Arrow|Home|End|Page|Tab|Shift|Control|Alt|Meta|Escape|Enter$| $|F6)/;

/** A key was pressed with the focus on the board. */
export function pressed(hand: Hand, event: KeyboardEvent): void {
  const { props, stops, focused, editable } = hand;
  if (hand.sheet || !focused || isButton(event.target)) return;
  const taken = carry(hand, event) || extend(hand, event);
  if (taken) {
    done(hand, event);
    return;
  }
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
  const move = event.altKey && event.key.startsWith("Arrow");
  // With the keyboard, what is selected is what has the focus.
  if (editable && focused.id !== hand.selectedStop && (move || !noCommand.test(event.key))) choose(focused, props.onSelect);
  if (plain && !event.shiftKey) {
    const next = neighbour(stops, focused, event.key);
    if (next) {
      done(hand, event);
      hand.focusStop(next.id);
      return;
    }
  }
  if ((event.key === "Enter" || event.key === " ") && plain) {
    done(hand, event);
    if (!openAt(focused, hand.openSheet)) choose(focused, event.key === "Enter" ? props.onOpen : props.onSelect);
  } else if (event.key === "Escape" && hand.pinned) {
    done(hand, event);
    hand.setPinned(() => undefined);
  } else if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
    if (menuAt(hand, focused.id)) done(hand, event);
  } else if (plain && props.letterKeys !== false && letter(hand, event.key)) done(hand, event);
}

/** A button that is no place of the board takes its keys itself. */
function isButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button") !== null && target.closest("[data-stop]") === null;
}

function done(hand: Hand, event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
  hand.setKeyboard(true);
}

/** Moves what the keyboard carries from slot to slot. */
function carry(hand: Hand, event: KeyboardEvent): boolean {
  const { board, scroller } = hand;
  const held = useCarry.getState().held;
  if (held?.by !== "keyboard" || held.asking || held.what.kind === "wire") return false;
  const slots = slotsOf(board, held.what.kind);
  const place = (one: PlacedSlot | undefined) => {
    if (one === undefined) return;
    moveTo(one);
    scroller.current?.scrollTo({ left: Math.max(0, one.rect.x - 200), top: Math.max(0, one.rect.y - 160) });
  };
  const laneOf = (slot: Slot | undefined) => (slot === undefined ? 0 : slot.kind === "gutter" ? slot.index : board.lanes.findIndex((lane) => lane.stage === slot.stage));
  const at = Math.max(0, slots.findIndex((one) => sameSlot(one.slot, held.slot?.slot)));
  const here = slots[at];
  if (event.key === "Escape") letGo();
  else if (event.key === "Enter") putDown();
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") place(slots[at + (event.key === "ArrowDown" ? 1 : -1)]);
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    // The slot at the same height in the next lane.
    const step = event.key === "ArrowRight" ? 1 : -1;
    const beside = slots.filter((one) => one.slot.kind !== "gutter" && laneOf(one.slot) === laneOf(here?.slot) + step);
    place([...beside].sort((a, b) => Math.abs(a.rect.y - (here?.rect.y ?? 0)) - Math.abs(b.rect.y - (here?.rect.y ?? 0)))[0]);
  } else if (event.key === "Home") place(slots[0]);
  else if (event.key === "End") place(slots.at(-1));
  return true;
}

/** Shift with an arrow key chooses the next action, too. */
function extend({ props, stops, focused, editable, focusStop }: Hand, event: KeyboardEvent): boolean {
  if (!editable || !focused || !event.shiftKey || event.altKey || event.ctrlKey || !event.key.startsWith("Arrow")) return false;
  const next = neighbour(stops, focused, event.key);
  if (next?.cell?.kind !== "action") return false;
  const more = [...(focused.cell?.kind === "action" ? [focused.cell.id] : []), ...(props.marked ?? []), next.cell.id];
  focusStop(next.id);
  props.onMark?.([...new Set(more)]);
  return true;
}

/** Keys of the board's own that are no commands: pin a trail, answer an approval. */
function letter({ props, focused, openSheet, setPinned }: Hand, key: string): boolean {
  const cell = focused?.cell;
  if (cell?.kind !== "action") return false;
  if (key === ".") {
    const next: Look = { at: "action", id: cell.id };
    setPinned((now) => (sameLook(now, next) ? undefined : next));
    return true;
  }
  if (props.mode !== "run" || props.statuses?.get(cell.id)?.status !== "waiting" || !/^[ar]$/i.test(key)) return false;
  openSheet({ kind: "decide", action: cell.id, answer: key.toLowerCase() === "a" ? "approve" : "reject" });
  return true;
}
