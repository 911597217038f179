import type { Command } from "./types";

export const saveCommand: Command = {
  name: "save",
  label: "Save",
  icon: "tick",
  keys: "Ctrl+S",
  when: ({ acts }) => acts.save !== undefined,
  perform: ({ acts }) => acts.save?.(),
};
