/** The board and what it is told. */
export { Board, type BoardHandle, type BoardProps } from "./Board";
export type * from "./types";
