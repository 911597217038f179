/** The inspector and the catalog that its forms are made from. */
export { TextField } from "./fields";
export { Inspector, type InspectorProps } from "./Inspector";
export type { InspectorProblem } from "./ActionInspector";
export type { Here } from "./HerePanel";
export { findType, readCatalog, type ActionType, type Catalog, type Property } from "./catalog";
export { ResourcesContext, type Choices, type Resources } from "./resources";
