import type { Command } from "./types";

export const showSourceCommand: Command = {
  name: "show-source",
  label: "Show the source text",
  icon: "code",
  when: ({ acts }) => acts.showSource !== undefined,
  perform: ({ acts }) => acts.showSource?.(),
};
