/** What the page in front can do at the moment; commands and keys ask here instead of knowing pages. */
import { useEffect } from "react";
import { create } from "zustand";
import type { Carried } from "../document";
import type { Design } from "./design";

/** An absent member cannot be done now. */
export interface Acts {
  readonly save?: (() => void) | undefined;
  readonly undo?: (() => void) | undefined;
  readonly redo?: (() => void) | undefined;
  readonly run?: (() => void) | undefined;
  readonly stop?: (() => void) | undefined;
  readonly retry?: (() => void) | undefined;
  readonly showEdit?: (() => void) | undefined;
  readonly showRun?: (() => void) | undefined;
  /** What can be done to the chosen parts of a definition that is open for editing. */
  readonly design?: Design | undefined;
  /** Moves what is chosen with the arrow keys. */
  readonly cut?: (() => void) | undefined;
  /** Takes something up, to be put down with the arrow keys and Enter. */
  readonly carry?: ((carried: Carried) => void) | undefined;
  /** Puts the focus on the field that filters the catalog. */
  readonly find?: (() => void) | undefined;
  readonly rename?: (() => void) | undefined;
  readonly addAction?: (() => void) | undefined;
  readonly openMenu?: (() => void) | undefined;
  /** Goes to the next problem, or to the one before. */
  readonly nextProblem?: ((by: 1 | -1) => void) | undefined;
  readonly history?: (() => void) | undefined;
  readonly nextWires?: (() => void) | undefined;
  /** To the next level, nearer or farther; it ends at the last. */
  readonly zoomBy?: ((by: 1 | -1) => void) | undefined;
  /** Shows the whole board: at its size if it fits, else from afar. */
  readonly fit?: (() => void) | undefined;
  readonly savePicture?: ((kind: "svg" | "png") => void) | undefined;
  readonly duplicateFile?: (() => void) | undefined;
  /** A copy under another name of the pipeline, which is how one is renamed. */
  readonly duplicateAs?: (() => void) | undefined;
  readonly deleteFile?: (() => void) | undefined;
  readonly narrate?: (() => void) | undefined;
  readonly showBoard?: (() => void) | undefined;
  readonly showOutline?: (() => void) | undefined;
  readonly showSource?: (() => void) | undefined;
  readonly openInConsole?: (() => void) | undefined;
}

export const useActs = create<{ acts: Acts }>()(() => ({ acts: {} }));

/** Offers what a page can do while it is shown. */
export function useProvideActs(acts: Acts): void {
  useEffect(() => {
    useActs.setState({ acts });
  });
  useEffect(() => () => useActs.setState({ acts: {} }), []);
}
