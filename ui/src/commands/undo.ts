import type { Command } from "./types";

export const undoCommand: Command = {
  name: "undo",
  label: "Undo",
  icon: "rollback",
  keys: "Ctrl+Z",
  when: ({ acts }) => acts.undo !== undefined,
  perform: ({ acts }) => acts.undo?.(),
};
