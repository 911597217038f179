/** What the board shows beside the definition, and what it tells its owner. */
import type { ActionId, StageId, Target } from "../document";
import type { StatusKind } from "../glyphs";

export type BoardMode = "edit" | "run";
/** `auto`: neighbours get wires, the rest stubs. `all`: long wires too. `selection`: only the selected action's. */
export type WireMode = "auto" | "all" | "selection" | "off";
/** From afar to near: lanes with squares, cards, cards with what their actions are configured with. */
export type ZoomLevel = "overview" | "normal" | "detail";
/** What a result is worth; absent or `real`: the work that AWS would do. */
export type Fidelity = "real" | "equivalent" | "rehearsed" | "simulated";

/** The state of an action in the execution that its stage shows. Times are Unix milliseconds. */
export interface ActionStatus {
  readonly status: StatusKind;
  /** Overrides the word of the state. */
  readonly word?: string | undefined;
  /** Since when it waits; without it, `startMs`. */
  readonly sinceMs?: number | undefined;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly fidelity?: Fidelity | undefined;
  /** Why it failed or is stale: takes the place of the meaning line. */
  readonly reason?: string | undefined;
  /** What its tests say, in a few words: takes the place of the meaning line, unless a reason does. */
  readonly tests?: string | undefined;
  /** From 1. */
  readonly attempt?: number | undefined;
  /** Usual duration in milliseconds. */
  readonly medianMs?: number | undefined;
}

/** What will carry an action out when the pipeline runs on this computer. */
export interface ActionPlan {
  readonly runsOn: "local" | "aws" | "simulated";
  readonly fidelity?: Fidelity | undefined;
  /** One sentence, for the tooltip. */
  readonly note?: string | undefined;
}

/** The execution that a stage shows, as a chip in its header. */
export interface StageExecution {
  readonly id: string;
  /** Colour seed, 1 to 5; 0 for one that is over. */
  readonly seed: number;
  /** Revision and author: `4f2a91c by Mary Major`. */
  readonly text?: string | undefined;
  /** Executions that wait at the stage's door, next first. */
  readonly queued?: readonly string[] | undefined;
}

/** The transition into a stage. */
export interface Transition {
  readonly enabled: boolean;
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
  /** Since when, as words. */
  readonly since?: string | undefined;
}

export interface BoardProblem {
  readonly severity: "error" | "warning" | "hint";
  readonly message: string;
}

export interface BoardCallbacks {
  /** A click or Space: something is chosen. */
  readonly onSelect?: ((target: Target) => void) | undefined;
  /** A double click or Enter: the inspector (edit) or the log (run) is wanted. */
  readonly onOpen?: ((target: Target) => void) | undefined;
  readonly onApprove?: ((action: ActionId, comment: string) => void) | undefined;
  readonly onReject?: ((action: ActionId, comment: string) => void) | undefined;
  readonly onRetry?: ((stage: StageId, action: ActionId) => void) | undefined;
  /** `reason` is empty when the transition is enabled again. */
  readonly onToggleTransition?: ((stage: StageId, enable: boolean, reason: string) => void) | undefined;
  /** The card's menu is wanted; the rectangle is the card's on the page. */
  readonly onCardMenu?: ((action: ActionId, anchor: DOMRect) => void) | undefined;
  readonly onStageMenu?: ((stage: StageId, anchor: DOMRect) => void) | undefined;
  readonly onAddStep?: ((stage: StageId) => void) | undefined;
}

/** An action that its execution has not reached. */
export const notStarted: ActionStatus = { status: "not-started" };
