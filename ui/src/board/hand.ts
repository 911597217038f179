/** What the pointer and the keyboard work on: the board as it stands at an event, and what can be done to it. */
import type { RefObject } from "react";
import type { BoardLayout, Target } from "../document";
import type { BoardProps } from "./props";
import type { Sheet } from "./SheetView";
import type { Stop } from "./stops";
import type { Look } from "./trail";

export interface Hand {
  readonly props: BoardProps;
  readonly board: BoardLayout;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly editable: boolean;
  readonly stops: readonly Stop[];
  readonly focused: Stop | undefined;
  readonly selectedStop: string | undefined;
  readonly sheet: Sheet | undefined;
  readonly pinned: Look | undefined;
  readonly setFocusId: (id: string) => void;
  readonly setKeyboard: (on: boolean) => void;
  readonly setHover: (change: (now: Look | undefined) => Look | undefined) => void;
  readonly setPinned: (change: (now: Look | undefined) => Look | undefined) => void;
  readonly openSheet: (sheet: Sheet) => void;
  readonly focusStop: (id: string) => void;
  readonly stopElement: (id: string) => HTMLElement | null | undefined;
}

/** Tells a stop as what is chosen. */
export function choose(stop: Stop, tell: ((target: Target) => void) | undefined): void {
  if (stop.kind === "cell" && stop.cell?.kind === "action") tell?.({ kind: "action", action: stop.cell.id });
  else if (stop.kind === "stage") tell?.({ kind: "stage", stage: stop.stage });
  else if (stop.kind === "pseudo") tell?.({ kind: "pipeline" });
}

/** Opens the dialog of a gate or a stack; false where a stop has none. */
export function openAt(stop: Stop, open: Hand["openSheet"]): boolean {
  if (stop.kind === "gate") open({ kind: "transition", stage: stop.stage });
  else if (stop.cell?.kind === "stack") open({ kind: "stack", cell: stop.cell.id });
  else return false;
  return true;
}

/** Asks for the menu of a stop; false where there is none. */
export function menuAt({ props, stops, stopElement }: Hand, id: string, anchor?: DOMRect): boolean {
  const hit = stops.find((one) => one.id === id);
  const rect = anchor ?? stopElement(id)?.getBoundingClientRect();
  if (!hit || !rect) return false;
  if (hit.kind === "cell" && hit.cell?.kind === "action" && props.onCardMenu) {
    props.onCardMenu(hit.cell.id, rect);
    return true;
  }
  if (hit.kind === "stage" && props.onStageMenu) {
    props.onStageMenu(hit.stage, rect);
    return true;
  }
  return false;
}
