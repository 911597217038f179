/** Definitions as text and as a picture: parsing, edits, history, artifact flow, board layout. No React. */
export * from "./edits";
export * from "./flow";
export * from "./geometry";
export * from "./history";
export * from "./layout";
export * from "./meaning";
export * from "./model";
export type { Wire } from "./route";
export type { Stub } from "./stubs";
export type { Fault, Format, Json, Path } from "./syntax";
export * from "./text";
export { textWidth } from "./text-width";
