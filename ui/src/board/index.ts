/** The board and what it is told. */
export { Catalog, carriedType } from "./Catalog";
export { Menu, type MenuGroup, type MenuItem } from "./Menu";
export { Board } from "./Board";
export type { BoardHandle, BoardProps } from "./props";
export type { FirstStage } from "./EmptyBoard";
export { Outline, type OutlineProps } from "./Outline";
export type * from "./types";
