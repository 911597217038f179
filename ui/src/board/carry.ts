/**
 * What is being carried over the board, by pointer or by keyboard. Picking up, moving, auto-scroll, Escape and letting
 * go are here; where it may go and what that does are the board's, which registers itself as the target.
 */
import { create } from "zustand";
import type { ActionId, Carried, PlacedSlot, Slot } from "../document";

/** A wire that is drawn from an output port. */
export interface WireHeld {
  readonly kind: "wire";
  readonly from: ActionId;
}

export interface Held {
  readonly what: Carried | WireHeld;
  readonly by: "pointer" | "keyboard";
  /** In CSS px of the window; of the pointer only. */
  readonly x: number;
  readonly y: number;
  readonly copy: boolean;
  readonly slot: PlacedSlot | undefined;
  /** The card under a wire's end. */
  readonly over: ActionId | undefined;
  /** It was let go where it cannot stand: the reason stays until it is answered. */
  readonly asking: boolean;
}

/** Who answers for the board that is shown. */
export interface CarryTarget {
  readonly scroller: () => HTMLElement | null;
  readonly locate: (what: Held["what"], x: number, y: number) => Pick<Held, "slot" | "over">;
  /** Puts it down; false when it cannot stand there and the person has to be asked. */
  readonly put: (held: Held) => boolean;
  readonly instead: () => Slot | undefined;
  readonly putAt: (held: Held, slot: Slot) => void;
}

export const useCarry = create<{ held: Held | undefined; target: CarryTarget | undefined }>()(() => ({ held: undefined, target: undefined }));

const get = () => useCarry.getState();
const set = (held: Held | undefined) => useCarry.setState({ held });

/** Pointer travel in px before a press becomes a drag, so that a click still selects. */
const START = 4;
/** Width of the edge that scrolls, and its speeds in px/s. */
const EDGE = 48;
const SLOWEST = 60;
const FASTEST = 400;

type Edge = "left" | "right" | "top" | "bottom";

/** How far a point lies inside an edge of a box, in px; negative outside. */
function insideOf(box: DOMRect, edge: Edge, x: number, y: number): number {
  return { left: x - box.left, right: box.right - x, top: y - box.top, bottom: box.bottom - y }[edge];
}

/**
 * Whether an edge may scroll from now on: the pointer has been away from it on the inside, or was pressed at it and
 * moves nearer. Who only comes in over an edge, as from the catalog, does not want the board to run away.
 */
function isMeant(depth: number, pressed: number): boolean {
  return depth >= EDGE || (pressed >= 0 && depth < pressed - START);
}

/** Begins a drag with the pointer that was pressed. */
export function pickUp(press: { readonly clientX: number; readonly clientY: number; readonly pointerId: number; readonly button: number }, what: Held["what"]): void {
  if (press.button !== 0 || get().held !== undefined) return;
  const ends = new AbortController();
  const { signal } = ends;
  let frame = 0;
  let last = 0;
  const follow = (x: number, y: number, copy: boolean) => set({ what, by: "pointer", x, y, copy, asking: false, ...(get().target?.locate(what, x, y) ?? { slot: undefined, over: undefined }) });
  const meant = new Map<Edge, boolean>();
  const scroll = (now: number) => {
    const { held, target } = get();
    const box = target?.scroller();
    if (held && box) {
      const inside = (edge: Edge, x: number, y: number) => insideOf(box.getBoundingClientRect(), edge, x, y);
      const speed = (before: Edge, after: Edge) => {
        for (const edge of [before, after]) {
          const depth = inside(edge, held.x, held.y);
          if (isMeant(depth, inside(edge, press.clientX, press.clientY))) meant.set(edge, true);
          if (depth >= EDGE || depth < -EDGE || meant.get(edge) !== true) continue;
          const size = SLOWEST + (FASTEST - SLOWEST) * Math.min(1, (EDGE - depth) / EDGE);
          return edge === before ? -size : size;
        }
        return 0;
      };
      const seconds = Math.min(0.1, (now - last) / 1000);
      const left = box.scrollLeft;
      const top = box.scrollTop;
      box.scrollLeft += speed("left", "right") * seconds;
      box.scrollTop += speed("top", "bottom") * seconds;
      if (box.scrollLeft !== left || box.scrollTop !== top) follow(held.x, held.y, held.copy);
    }
    last = now;
    frame = requestAnimationFrame(scroll);
  };
  const end = () => {
    ends.abort();
    cancelAnimationFrame(frame);
  };
  const options = { signal };
  window.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerId !== press.pointerId) return;
      const { held } = get();
      if (held === undefined) {
        if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < START) return;
        last = performance.now();
        frame = requestAnimationFrame(scroll);
        document.getSelection()?.removeAllRanges();
      }
      event.preventDefault();
      follow(event.clientX, event.clientY, event.altKey);
    },
    options,
  );
  window.addEventListener(
    "pointerup",
    () => {
      const { held, target } = get();
      end();
      if (held === undefined) return;
      swallowClick();
      if (target?.put(held) === false) set({ ...held, asking: true });
      else set(undefined);
    },
    options,
  );
  window.addEventListener("pointercancel", () => { end(); set(undefined); }, options);
  window.addEventListener("blur", () => { end(); set(undefined); }, options);
  const keys = (event: KeyboardEvent) => {
    const { held, target } = get();
    if (held === undefined) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      end();
      set(undefined);
    } else if (event.key === "Alt") {
      event.preventDefault();
      follow(held.x, held.y, event.type === "keydown");
    } else if (event.key === "Tab" && event.type === "keydown") {
      const slot = target?.instead();
      event.preventDefault();
      if (slot === undefined || target === undefined) return;
      end();
      set(undefined);
      target.putAt(held, slot);
    }
  };
  window.addEventListener("keydown", keys, { signal, capture: true });
  window.addEventListener("keyup", keys, { signal, capture: true });
}

/** Takes something up with the keyboard: arrow keys then move it from slot to slot. */
export function takeUp(what: Carried, slot: PlacedSlot | undefined, copy = false): void {
  set({ what, by: "keyboard", x: 0, y: 0, copy, slot, over: undefined, asking: false });
}

export function moveTo(slot: PlacedSlot): void {
  const { held } = get();
  if (held) set({ ...held, slot, asking: false });
}

/** Lets go without a change. */
export function letGo(): void {
  set(undefined);
}

/** Puts down what the keyboard carries. */
export function putDown(): void {
  const { held, target } = get();
  if (held === undefined) return;
  if (target?.put(held) === false) set({ ...held, asking: true });
  else set(undefined);
}

/** Keeps the click that follows a drag from choosing anything. */
export function swallowClick(): void {
  const swallow = (event: Event) => event.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
}
