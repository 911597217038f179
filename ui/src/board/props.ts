/** What the board is told and what it can be asked for. */
import type { ReactNode, Ref } from "react";
import type { ActionId, Carried, Pipeline, Slot, StageId, Target } from "../document";
import type { FirstStage } from "./EmptyBoard";
import type { ActionPlan, ActionStatus, BoardCallbacks, BoardMode, BoardProblem, StageExecution, Transition, WireMode, ZoomLevel } from "./types";

export interface BoardProps extends BoardCallbacks {
  readonly pipeline: Pipeline;
  readonly mode: BoardMode;
  readonly zoom?: ZoomLevel;
  readonly wires?: WireMode;
  readonly selection?: Target | undefined;
  readonly statuses?: ReadonlyMap<ActionId, ActionStatus> | undefined;
  readonly plans?: ReadonlyMap<ActionId, ActionPlan> | undefined;
  readonly executions?: ReadonlyMap<StageId, StageExecution> | undefined;
  /** Transitions by the stage they lead into; absent ones are enabled. */
  readonly transitions?: ReadonlyMap<StageId, Transition> | undefined;
  readonly problems?: ReadonlyMap<ActionId, readonly BoardProblem[]> | undefined;
  readonly stageProblems?: ReadonlyMap<StageId, readonly BoardProblem[]> | undefined;
  /** Whether a rejection must have a comment. */
  readonly rejectNeedsComment?: boolean;
  /** Single-letter keys; a setting can turn them off. */
  readonly letterKeys?: boolean;
  /** Another level is wanted, by Ctrl and the wheel: nearer or farther. */
  readonly onZoom?: ((by: 1 | -1) => void) | undefined;
  /** The strip with the whole pipeline under the board. */
  readonly strip?: boolean;
  /** Actions that are chosen together with the selected one. */
  readonly marked?: ReadonlySet<ActionId> | undefined;
  /** Something was put to a place: the board can be edited only with this. */
  readonly onPlace?: ((carried: Carried, slot: Slot, copy: boolean) => void) | undefined;
  /** A wire was drawn between two actions. */
  readonly onConnect?: ((from: ActionId, to: ActionId) => void) | undefined;
  readonly onMark?: ((marked: readonly ActionId[]) => void) | undefined;
  /** On the empty board: a first stage is wanted. */
  readonly onStart?: ((stage: FirstStage) => void) | undefined;
  /** On the empty board, under the ghost lanes: templates and hints. */
  readonly empty?: ReactNode;
  readonly ref?: Ref<BoardHandle>;
}

export interface BoardHandle {
  /** Puts the keyboard focus on the board. */
  focus(): void;
  /** Scrolls a target into view. */
  reveal(target: Target): void;
  /** Opens the comment popover of a waiting approval. */
  decide(action: ActionId, answer: "approve" | "reject"): void;
  /** Takes actions up with the keyboard: arrow keys move them from place to place, Enter puts them down. */
  cut(carried: Carried): void;
}
