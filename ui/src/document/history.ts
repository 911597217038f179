/**
 * Undo and redo as a pure value: labelled steps of patches with their inverses. Each step also
 * remembers a mark of the view before and after (selection, scroll), which it hands back untouched.
 */
import { applyPatches, composePatches, invertPatches, type Patch } from "./text";

/** One thing that was done. `patches` lead from the text before to the text after, `inverse` back. */
export interface Step<Mark> {
  readonly label: string;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
  readonly before: Mark;
  readonly after: Mark;
  readonly mergeKey: string | undefined;
}

/** A text and the way it came about. */
export interface History<Mark> {
  readonly text: string;
  /** Oldest first. */
  readonly past: readonly Step<Mark>[];
  /** The next one to redo first. */
  readonly future: readonly Step<Mark>[];
}

export function startHistory<Mark>(text: string): History<Mark> {
  return { text, past: [], future: [] };
}

/** What is recorded: a plan, and the view before and after. */
export interface Change<Mark> {
  readonly label: string;
  readonly patches: readonly Patch[];
  readonly before: Mark;
  readonly after: Mark;
  readonly mergeKey?: string | undefined;
}

/**
 * Applies a change and remembers it. With `merge`, a change with the merge key of the last step
 * becomes part of that step; the caller decides by time (600 ms) whether it may.
 */
export function record<Mark>(history: History<Mark>, change: Change<Mark>, merge = false): History<Mark> {
  if (change.patches.length === 0) return history;
  const inverse = invertPatches(history.text, change.patches);
  const text = applyPatches(history.text, change.patches);
  const last = history.past.at(-1);
  if (merge && last && change.mergeKey !== undefined && last.mergeKey === change.mergeKey && history.future.length === 0) {
    const joined: Step<Mark> = {
      ...last,
      label: change.label,
      patches: composePatches(last.patches, change.patches),
      inverse: composePatches(inverse, last.inverse),
      after: change.after,
    };
    return { text, past: [...history.past.slice(0, -1), joined], future: [] };
  }
  const { label, patches, before, after, mergeKey } = change;
  return { text, past: [...history.past, { label, patches, inverse, before, after, mergeKey }], future: [] };
}

/** The history one step back, with the mark to restore; undefined when there is nothing to undo. */
export function undo<Mark>(history: History<Mark>): { history: History<Mark>; mark: Mark; step: Step<Mark> } | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  return {
    history: { text: applyPatches(history.text, step.inverse), past: history.past.slice(0, -1), future: [step, ...history.future] },
    mark: step.before,
    step,
  };
}

/** The history one step forward, with the mark to restore; undefined when there is nothing to redo. */
export function redo<Mark>(history: History<Mark>): { history: History<Mark>; mark: Mark; step: Step<Mark> } | undefined {
  const [step, ...future] = history.future;
  if (!step) return undefined;
  return {
    history: { text: applyPatches(history.text, step.patches), past: [...history.past, step], future },
    mark: step.after,
    step,
  };
}
