/** A frame drawn on the ground of the board: it chooses the actions that it touches, with Shift in addition to those chosen. */
import type { PointerEvent } from "react";
import { create } from "zustand";
import { overlaps, type ActionId, type Rect } from "../document";
import { swallowClick } from "./carry";
import type { Hand } from "./hand";

/** The frame that is being drawn, in px of the board. */
export const useFrame = create<{ frame: Rect | undefined }>()(() => ({ frame: undefined }));

/** Pointer travel in px before a press becomes a frame, so that a click still lets go. */
const START = 4;

export function frameFrom(press: PointerEvent, { props, board, scroller }: Hand): void {
  const canvas = scroller.current?.querySelector(".ps-canvas");
  if (!canvas) return;
  const kept = press.shiftKey ? (props.marked ?? new Set<ActionId>()) : new Set<ActionId>();
  const at = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const from = at(press);
  const ends = new AbortController();
  const end = () => {
    ends.abort();
    useFrame.setState({ frame: undefined });
  };
  const { signal } = ends;
  window.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerId !== press.pointerId) return;
      const to = at(event);
      if (useFrame.getState().frame === undefined && Math.hypot(to.x - from.x, to.y - from.y) < START) return;
      event.preventDefault();
      useFrame.setState({ frame: { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) } });
    },
    { signal },
  );
  window.addEventListener(
    "pointerup",
    () => {
      const { frame } = useFrame.getState();
      end();
      if (frame === undefined) return;
      const touched = board.cells.filter((cell) => overlaps(cell.rect, frame)).flatMap((cell) => cell.actions);
      props.onMark?.([...new Set([...kept, ...touched])]);
      swallowClick();
    },
    { signal },
  );
  window.addEventListener("pointercancel", end, { signal });
  window.addEventListener("blur", end, { signal });
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}
