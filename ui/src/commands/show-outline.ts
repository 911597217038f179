import type { Command } from "./types";

export const showOutlineCommand: Command = {
  name: "show-outline",
  label: "Show the outline",
  icon: "lint",
  when: ({ acts }) => acts.showOutline !== undefined,
  perform: ({ acts }) => acts.showOutline?.(),
};
