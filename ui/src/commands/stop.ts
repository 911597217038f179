import type { Command } from "./types";

export const stopCommand: Command = {
  name: "stop",
  label: "Stop the execution",
  icon: "stop",
  when: ({ acts }) => acts.stop !== undefined,
  perform: ({ acts }) => acts.stop?.(),
};
