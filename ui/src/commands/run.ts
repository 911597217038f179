import type { Command } from "./types";

export const runCommand: Command = {
  name: "run",
  label: "Run",
  icon: "bolt",
  keys: "Ctrl+Enter",
  when: ({ acts }) => acts.run !== undefined,
  perform: ({ acts }) => acts.run?.(),
};
