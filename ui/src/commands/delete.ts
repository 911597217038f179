import type { Command } from "./types";

export const deleteCommand: Command = {
  name: "delete",
  label: "Delete what is selected",
  icon: "close",
  keys: "Delete",
  when: ({ acts }) => acts.remove !== undefined,
  perform: ({ acts }) => acts.remove?.(),
};
