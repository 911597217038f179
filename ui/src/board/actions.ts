/** What cards ask of the board that holds them. */
import { createContext } from "react";
import type { ActionId } from "../document";

export interface BoardActionsValue {
  /** Opens the comment popover of an approval. */
  readonly decide?: ((action: ActionId, answer: "approve" | "reject") => void) | undefined;
}

export const BoardActions = createContext<BoardActionsValue>({});
