import type { Command } from "./types";

export const redoCommand: Command = {
  name: "redo",
  label: "Redo",
  icon: "retry",
  keys: "Ctrl+Shift+Z",
  when: ({ acts }) => acts.redo !== undefined,
  perform: ({ acts }) => acts.redo?.(),
};
