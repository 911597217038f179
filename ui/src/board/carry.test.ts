// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pickUp, useCarry } from "./carry";

const box = document.createElement("div");
box.getBoundingClientRect = () => new DOMRect(200, 100, 800, 400);
const what = { kind: "stage", stage: "Build" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] });
  box.scrollLeft = 300;
  useCarry.setState({ target: { scroller: () => box, locate: () => ({ slot: undefined, over: undefined }), put: () => true, instead: () => undefined, putAt: () => undefined } });
});
afterEach(() => {
  pointer("pointerup", 0);
  vi.useRealTimers();
});

function pointer(type: string, clientX: number): void {
  window.dispatchEvent(Object.assign(new MouseEvent(type, { clientX, clientY: 300 }), { pointerId: 1 }));
}

/** Presses at the first place and moves to the others, a tenth of a second each; how far the board has scrolled. */
function dragged(...xs: readonly number[]): number {
  const [start = 0, ...more] = xs;
  pickUp({ clientX: start, clientY: 300, pointerId: 1, button: 0 }, what);
  for (const x of more) {
    pointer("pointermove", x);
    vi.advanceTimersByTime(100);
  }
  return box.scrollLeft - 300;
}

it("who comes in over an edge, as from the catalog, finds the board where it was", () => {
  expect(dragged(100, 190, 210, 230, 260)).toBe(0);
});

it("an edge scrolls for who comes back to it, and for who was pressed at it and goes on", () => {
  expect(dragged(100, 210, 400, 210)).toBeLessThan(0);
  pointer("pointerup", 210);
  box.scrollLeft = 300;
  expect(dragged(970, 985)).toBeGreaterThan(0);
});
