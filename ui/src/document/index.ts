/** Definitions as text and as a picture: parsing, edits, history, artifact flow, board layout. No React. */
export * from "./drop";
export * from "./edits";
export * from "./flow";
export * from "./geometry";
export * from "./history";
export * from "./layout";
export * from "./meaning";
export * from "./model";
export * from "./problems";
export * from "./refer";
export type { Wire } from "./route";
export type { Stub } from "./stubs";
export { nodeAt } from "./syntax";
export type { Fault, Format, Json, Path, SyntaxNode } from "./syntax";
export * from "./text";
export { textWidth } from "./text-width";
export * from "./variables";
