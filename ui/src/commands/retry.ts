import type { Command } from "./types";

export const retryCommand: Command = {
  name: "retry",
  label: "Retry the failed stage",
  icon: "retry",
  when: ({ acts }) => acts.retry !== undefined,
  perform: ({ acts }) => acts.retry?.(),
};
