import type { Command } from "./types";

export const showBoardCommand: Command = {
  name: "show-board",
  label: "Show the board",
  icon: "pipeline",
  when: ({ acts }) => acts.showBoard !== undefined,
  perform: ({ acts }) => acts.showBoard?.(),
};
