/** The source editor, loaded when it is first shown. */
import { lazy } from "react";

export const SourceEditor = lazy(() => import("./SourceEditor"));
export type { SourceEditorProps } from "./SourceEditor";
export type { TextProblem } from "./CodeView";
