/** One clock for everything that ticks on the board: a second hand that runs only while somebody looks. */
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    // The hand stood still while nobody looked.
    queueMicrotask(tick);
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const still = () => () => undefined;

/** The time in Unix milliseconds, renewed every second while `active`. */
export function useNow(active: boolean): number {
  return useSyncExternalStore(active ? subscribe : still, () => now);
}
