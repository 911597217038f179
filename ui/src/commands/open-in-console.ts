import type { Command } from "./types";

export const openInConsoleCommand: Command = {
  name: "open-in-console",
  label: "Open in AWS console",
  icon: "cloud",
  when: ({ acts }) => acts.openInConsole !== undefined,
  perform: ({ acts }) => acts.openInConsole?.(),
};
