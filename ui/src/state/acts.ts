/** What the page in front can do at the moment; commands and keys ask here instead of knowing pages. */
import { useEffect } from "react";
import { create } from "zustand";

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
  readonly addStage?: (() => void) | undefined;
  readonly remove?: (() => void) | undefined;
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
