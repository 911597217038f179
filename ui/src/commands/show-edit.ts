import type { Command } from "./types";

export const showEditCommand: Command = {
  name: "show-edit",
  label: "Show the definition",
  icon: "pipeline",
  keys: "Ctrl+1",
  when: ({ acts }) => acts.showEdit !== undefined,
  perform: ({ acts }) => acts.showEdit?.(),
};
