/** The board and what it is told. */
export { Board, type BoardHandle, type BoardProps } from "./Board";
export type { FirstStage } from "./EmptyBoard";
export { Outline, type OutlineProps } from "./Outline";
export type * from "./types";
