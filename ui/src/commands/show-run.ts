import type { Command } from "./types";

export const showRunCommand: Command = {
  name: "show-run",
  label: "Show the run",
  icon: "bolt",
  keys: "Ctrl+2",
  when: ({ acts }) => acts.showRun !== undefined,
  perform: ({ acts }) => acts.showRun?.(),
};
