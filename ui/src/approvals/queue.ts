/**
 * Decisions that can be taken back for a moment before they are sent. One waits at a time; whatever would make it
 * wait longer, or lose it, sends it instead. Pure: the clock's timers and the sending are given.
 */
import type { ApprovalRow } from "../generated/studio";

export interface Decision {
  readonly row: ApprovalRow;
  readonly approve: boolean;
  readonly summary: string;
}

/** A decision that is not sent yet. */
export interface Pending extends Decision {
  /** When it is sent, in Unix milliseconds. */
  readonly dueMs: number;
}

/** How long a decision can be taken back. */
export const UNDO_MS = 5000;

export interface UndoQueue {
  /** Takes a decision; one that still waits is sent at once. */
  readonly decide: (decision: Decision) => void;
  /** Takes the waiting decision back. */
  readonly undo: () => void;
  /** Sends the waiting decision now. */
  readonly flush: () => void;
}

interface Parts {
  readonly send: (decision: Decision) => void;
  readonly onPending: (pending: Pending | null) => void;
}

export function undoQueue({ send, onPending }: Parts): UndoQueue {
  let waiting: { readonly decision: Decision; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  const take = (): Decision | null => {
    if (waiting === null) return null;
    const { decision, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    onPending(null);
    return decision;
  };
  const flush = () => {
    const decision = take();
    if (decision !== null) send(decision);
  };
  return {
    decide(decision) {
      flush();
      waiting = { decision, timer: setTimeout(flush, UNDO_MS) };
      onPending({ ...decision, dueMs: Date.now() + UNDO_MS });
    },
    undo: () => void take(),
    flush,
  };
}
